"""This is the result when the absolute slopes of the channels are averaged. The map asks for the strongest."""

FAILS = [
    "public/test_saliency.py::test_maps_by_hand",
    "hidden/test_outputs.py::*",
]


def saliency_maps(x: Tensor, y: Tensor, model: nn.Module) -> Tensor:
    with evaluating(model):
        return slopes(model, x, y).abs().mean(dim=1)
