"""This is the result when both pictures always count the same."""

FAILS = [
    "hidden/test_regularise.py::test_share_is_beta_distributed",
]


def mixup(x, y, alpha, generator):
    share = 0.5
    order = torch.randperm(len(x), generator=generator)
    return share * x + (1 - share) * x[order], y, y[order], share
