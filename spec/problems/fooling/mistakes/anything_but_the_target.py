"""This is the result when transfers says which pictures the other network does not take for their target."""

FAILS = [
    "public/test_fooling.py::test_transfers_by_hand",
    "hidden/test_outputs.py::test_transfers",
]


def transfers(x_fooling: Tensor, target_y: int | Tensor, other: nn.Module) -> Tensor:
    with evaluating(other):
        return ~is_fooled(other, x_fooling, wanted(target_y, x_fooling))
