"""This is the result when the scores of all classes are added up. The map is about one class."""

FAILS = [
    "public/test_saliency.py::test_maps_by_hand",
    "hidden/test_outputs.py::*",
]


def total_score(model: nn.Module, x: Tensor, y: Tensor) -> Tensor:
    return model(x).sum()
