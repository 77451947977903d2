"""This is the result when the largest slope over the channels is taken of the slopes with their signs. How strong is a slope of -3?"""

FAILS = [
    "public/test_saliency.py::test_maps_by_hand",
    "hidden/test_outputs.py::*",
]


def saliency_maps(x: Tensor, y: Tensor, model: nn.Module) -> Tensor:
    with evaluating(model):
        return slopes(model, x, y).amax(dim=1)
