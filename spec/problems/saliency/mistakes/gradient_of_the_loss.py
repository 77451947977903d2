"""This is the result when the loss is differentiated. It contains the scores of all classes; the map asks for one score."""

FAILS = [
    "public/test_saliency.py::test_maps_by_hand",
    "hidden/test_outputs.py::*",
]


def total_score(model: nn.Module, x: Tensor, y: Tensor) -> Tensor:
    return nn.functional.cross_entropy(model(x), y, reduction="sum")
