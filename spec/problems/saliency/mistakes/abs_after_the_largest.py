"""This is the result when the largest slope is chosen first and its absolute value taken afterwards. Which of -3 and 1 matters more?"""

FAILS = [
    "public/test_saliency.py::test_maps_by_hand",
    "hidden/test_outputs.py::*",
]


def saliency_maps(x: Tensor, y: Tensor, model: nn.Module) -> Tensor:
    with evaluating(model):
        return slopes(model, x, y).amax(dim=1).abs()
