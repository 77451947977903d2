"""This is the result when the absolute slopes of the channels are added up. The map asks for one of them."""

FAILS = [
    "public/test_saliency.py::test_maps_by_hand",
    "hidden/test_outputs.py::test_linear_scores",
    "hidden/test_outputs.py::test_random_networks",
    "hidden/test_outputs.py::test_single_channel_and_picture",
    "hidden/test_outputs.py::test_float32_pictures",
]


def saliency_maps(x: Tensor, y: Tensor, model: nn.Module) -> Tensor:
    with evaluating(model):
        return slopes(model, x, y).abs().sum(dim=1)
