"""This is the result when transfers returns the share of the pictures. It should say it of each picture."""

FAILS = [
    "public/test_fooling.py::test_transfers_by_hand",
    "hidden/test_outputs.py::test_transfers",
    "hidden/test_behaviour.py::test_transfers_in_evaluation_mode",
]


def transfers(x_fooling: Tensor, target_y: int | Tensor, other: nn.Module) -> Tensor:
    with evaluating(other):
        return is_fooled(other, x_fooling, wanted(target_y, x_fooling)).double().mean()
