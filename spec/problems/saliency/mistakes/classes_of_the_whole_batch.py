"""This is the result when every picture's scores of the classes of the whole batch are added up. What shape does an index with all classes give?"""

FAILS = [
    "public/test_saliency.py::test_maps_by_hand",
    "hidden/test_outputs.py::*",
    "hidden/test_behaviour.py::test_neighbours",
]


def total_score(model: nn.Module, x: Tensor, y: Tensor) -> Tensor:
    return model(x)[:, y].sum()
