"""This is the result for the class that the model predicts. Which class does the caller ask for?"""

FAILS = [
    "public/test_saliency.py::test_maps_by_hand",
    "hidden/test_outputs.py::*",
]


def total_score(model: nn.Module, x: Tensor, y: Tensor) -> Tensor:
    return model(x).amax(dim=1).sum()
