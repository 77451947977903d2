"""The worked examples of the hand-out."""

import torch

from testkit import check, number, weight


@number("1")
@weight(1)
def test_split_by_hand(student):
    """split keeps the two pairs of near-copies of the hand-out together."""
    train, valid = student.module("src.finetune").split([7, 1, 7, 1], 0.5, torch.Generator().manual_seed(0))
    check.that(sorted([list(train), list(valid)]) == [[0, 2], [1, 3]], "One pair should be on each side.",
               values=f"train {list(train)}, valid {list(valid)}")


@number("2")
@weight(1)
def test_table_by_hand(student):
    """layer_table gives the three rows of the hand-out."""
    network = student.tools.network((2, 3, 2), flatten=False)
    rows = student.module("src.finetune").layer_table(network, torch.zeros(1, 2))
    rows = [(str(kind), [int(size) for size in shape], int(count)) for kind, shape, count in rows]
    check.that(rows == [("Linear", [3], 9), ("ReLU", [3], 0), ("Linear", [2], 8)], "The table should be that of the hand-out.",
               values=f"{rows}")
