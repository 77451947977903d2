"""This is the result when single pictures are drawn: near-copies of a picture then stand on both sides."""

FAILS = ["public/test_worked_examples.py::test_split_by_hand", "hidden/test_training_parts.py::test_split_keeps_copies_together"]


def split(copies, valid_share, generator):
    order = torch.randperm(len(copies), generator=generator).tolist()
    count = -int(-valid_share * len(copies) // 1)
    return sorted(order[count:]), sorted(order[:count])
