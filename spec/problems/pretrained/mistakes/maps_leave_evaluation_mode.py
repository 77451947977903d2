"""This is the result when feature_maps leaves the network in evaluation mode."""

FAILS = [
    "hidden/test_feature_maps.py::test_maps_leave_network",
]


def feature_maps(model: nn.Module, image: Tensor, layers: Sequence[str], right=feature_maps) -> dict[str, Tensor]:
    return right(model.eval(), image, layers)
