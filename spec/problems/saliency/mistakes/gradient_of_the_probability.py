"""This is the result when the softmax probability is differentiated. It changes with the scores of all classes."""

FAILS = [
    "public/test_saliency.py::test_maps_by_hand",
    "hidden/test_outputs.py::*",
]


def total_score(model: nn.Module, x: Tensor, y: Tensor) -> Tensor:
    return model(x).softmax(dim=1).gather(1, y.unsqueeze(1)).sum()
