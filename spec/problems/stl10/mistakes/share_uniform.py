"""This is the result when the share is drawn evenly, whatever alpha is."""

FAILS = [
    "hidden/test_regularise.py::test_share_is_beta_distributed",
]


def mixup(x, y, alpha, generator):
    seed = int(torch.randint(2**31, (), generator=generator))
    share = float(np.random.default_rng(seed).uniform())
    partners = torch.randperm(len(x), generator=generator)
    return share * x + (1 - share) * x[partners], y, y[partners], share
