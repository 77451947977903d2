"""This is the result when both pictures always count the same."""

FAILS = [
    "hidden/test_regularise.py::test_share_is_beta_distributed",
]


def mixup(x, y, alpha, generator):
    share = 0.5
    partners = torch.randperm(len(x), generator=generator)
    return share * x + (1 - share) * x[partners], y, y[partners], share
