"""This is the result when the hooks stay: they go on storing maps at each forward pass, and memory fills."""

FAILS = [
    "hidden/test_feature_maps.py::test_hooks_are_gone",
]


def feature_maps(model: nn.Module, image: Tensor, layers: Sequence[str], right=feature_maps) -> dict[str, Tensor]:
    result = right(model, image, layers)
    for name in layers:
        dict(model.named_modules())[name].register_forward_hook(lambda *_: None)
    return result
