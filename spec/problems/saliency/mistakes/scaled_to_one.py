"""This is the result when every map is divided by its largest value. That is for drawing; the map itself keeps its size."""

FAILS = [
    "public/test_saliency.py::test_maps_by_hand",
    "hidden/test_outputs.py::*",
]


def saliency_maps(x: Tensor, y: Tensor, model: nn.Module) -> Tensor:
    with evaluating(model):
        maps = slopes(model, x, y).abs().amax(dim=1)
    return maps / maps.amax(dim=(1, 2), keepdim=True)
