"""This is the result when the groups are taken in the order of their numbers. The generator decides."""

FAILS = ["hidden/test_training_parts.py::test_split_is_random"]


def split(copies, valid_share, generator):
    valid = []
    for group in sorted(set(copies)):
        if len(valid) >= valid_share * len(copies):
            break
        valid += [index for index, own in enumerate(copies) if own == group]
    return sorted(set(range(len(copies))) - set(valid)), sorted(valid)
