"""This is the result when the maps are computed in the picture's own memory: the caller's picture is another one afterwards."""

FAILS = [
    "hidden/test_feature_maps.py::test_maps_leave_network",
]


def feature_maps(model: nn.Module, image: Tensor, layers: Sequence[str], right=feature_maps) -> dict[str, Tensor]:
    result = right(model, image, layers)
    image.sub_(image.min())
    return result
