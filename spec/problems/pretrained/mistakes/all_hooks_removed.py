"""This is the result when every hook of a layer is removed, also those that were there before. Remove the ones that you registered."""

FAILS = [
    "hidden/test_feature_maps.py::test_hooks_are_gone",
]


def feature_maps(model: nn.Module, image: Tensor, layers: Sequence[str], right=feature_maps) -> dict[str, Tensor]:
    try:
        return right(model, image, layers)
    finally:
        for module in model.modules():
            module._forward_hooks.clear()
