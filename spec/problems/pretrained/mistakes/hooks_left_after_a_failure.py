"""This is the result when the hooks are removed only if the forward pass succeeds."""

FAILS = [
    "hidden/test_feature_maps.py::test_hooks_are_gone",
]


def feature_maps(model: nn.Module, image: Tensor, layers: Sequence[str], right=feature_maps) -> dict[str, Tensor]:
    try:
        return right(model, image, layers)
    except RuntimeError:
        for name in layers:
            dict(model.named_modules())[name].register_forward_hook(lambda *_: None)
        raise
