"""This is the result when the share comes from a normal distribution. A share lies between 0 and 1."""

FAILS = [
    "public/test_stl10.py::test_mixup_worked_by_hand",
    "hidden/test_regularise.py::test_mixup_mixes_pictures_and_classes",
    "hidden/test_regularise.py::test_share_is_beta_distributed",
]


def mixup(x, y, alpha, generator):
    seed = int(torch.randint(2**31, (), generator=generator))
    share = float(np.random.default_rng(seed).normal(0.5, 1))
    partners = torch.randperm(len(x), generator=generator)
    return share * x + (1 - share) * x[partners], y, y[partners], share
