"""This is the result when the mean loss of the batch is differentiated. A loss contains the scores of all classes, and its mean is
smaller in a larger batch; the map asks for one score of one picture."""

FAILS = [
    "public/test_saliency.py::test_maps_by_hand",
    "hidden/test_outputs.py::*",
    "hidden/test_behaviour.py::test_neighbours",
]


def total_score(model: nn.Module, x: Tensor, y: Tensor) -> Tensor:
    return nn.functional.cross_entropy(model(x), y)
