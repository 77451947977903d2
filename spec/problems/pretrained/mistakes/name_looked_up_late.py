"""A name that was asked for is not in one of your dicts. Hooks that share a loop's variable all see its last value: is that so here?"""

FAILS = [
    "hidden/test_feature_maps.py::test_maps_of_layers",
    "hidden/test_feature_maps.py::test_in_place_layers",
    "hidden/test_feature_maps.py::test_hooks_are_gone",
]


def feature_maps(model: nn.Module, image: Tensor, layers: Sequence[str], right=feature_maps) -> dict[str, Tensor]:
    maps = right(model, image, layers)
    late = {layers[-1]: maps[layers[-1]]}
    return {name: late[name] for name in layers}
