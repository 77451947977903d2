"""This is the result when only the network's own children are found. Which names does model.named_modules() give?"""

FAILS = [
    "hidden/test_feature_maps.py::test_maps_of_layers",
]


def feature_maps(model: nn.Module, image: Tensor, layers: Sequence[str], right=feature_maps) -> dict[str, Tensor]:
    children = dict(model.named_children())
    if [name for name in layers if name not in children]:
        raise ValueError("no such layer")
    return right(model, image, layers)
