"""This is the result when torch's own generator draws the groups: the same seed then gives another split every time."""

FAILS = ["hidden/test_training_parts.py::test_split_is_random"]


def split(copies, valid_share, generator, original=split):
    return original(copies, valid_share, torch.Generator().manual_seed(int(torch.randint(2**31, (1,)))))
