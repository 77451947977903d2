"""This is the result when a constant map is divided by its new largest value, which is zero."""

FAILS = [
    "hidden/test_feature_maps.py::test_constant_maps",
]


def feature_maps(model: nn.Module, image: Tensor, layers: Sequence[str], right=feature_maps) -> dict[str, Tensor]:
    result = right(model, image, layers)
    for maps in result.values():
        maps[maps.amax((1, 2)) == 0] = float("nan")
    return result
