"""This is the result when the scores are averaged over the batch. Then every map shrinks with the number of pictures."""

FAILS = [
    "public/test_saliency.py::test_maps_by_hand",
    "hidden/test_outputs.py::*",
    "hidden/test_behaviour.py::test_neighbours",
]


def total_score(model: nn.Module, x: Tensor, y: Tensor) -> Tensor:
    return model(x).gather(1, y.unsqueeze(1)).mean()
