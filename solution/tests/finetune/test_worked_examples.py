"""The worked examples of the hand-out."""

import torch

from testkit import check, number, weight


@number("1")
@weight(1)
def test_split_by_hand(student):
    """split keeps the two pairs of near-copies of the hand-out together."""
    parts = student.module("src.finetune").split([7, 1, 7, 1], 0.5, torch.Generator().manual_seed(0))
    parts = check.unpack(parts, 2, what="what split returns")
    train, valid = ([int(index) for index in check.numbers(part, what="a part of the split")] for part in parts)
    check.that(sorted([train, valid]) == [[0, 2], [1, 3]], "One pair should be on each side.", values=f"train {train}, valid {valid}")


@number("2")
@weight(1)
def test_table_by_hand(student):
    """layer_table gives the three rows of the hand-out."""
    network = student.tools.network((2, 3, 2), flatten=False)
    rows = student.module("src.finetune").layer_table(network, torch.zeros(1, 2))
    rows = [check.unpack(row, 3, what="a row") for row in check.unpack(rows, 3, what="the table")]
    rows = [(str(kind), check.numbers(shape, what="a shape"), check.number(count, what="a number of weights"))
            for kind, shape, count in rows]
    check.that(rows == [("Linear", [3], 9), ("ReLU", [3], 0), ("Linear", [2], 8)], "The table should be that of the hand-out.",
               values=f"{rows}")
