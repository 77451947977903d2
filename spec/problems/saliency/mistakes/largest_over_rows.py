"""This is the result when the largest value is taken over the rows of the picture. Which axis holds the channels?"""

FAILS = [
    "public/test_saliency.py::test_maps_by_hand",
    "hidden/test_outputs.py::*",
    "hidden/test_behaviour.py::test_neighbours",
]


def saliency_maps(x: Tensor, y: Tensor, model: nn.Module) -> Tensor:
    with evaluating(model):
        return slopes(model, x, y).abs().amax(dim=2)
