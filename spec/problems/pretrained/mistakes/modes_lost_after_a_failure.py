"""This is the result when the modes are restored only if nothing was raised before that line."""

FAILS = [
    "hidden/test_feature_maps.py::test_maps_leave_network",
]


def feature_maps(model: nn.Module, image: Tensor, layers: Sequence[str], right=feature_maps) -> dict[str, Tensor]:
    try:
        return right(model, image, layers)
    except Exception:
        model.eval()
        raise
