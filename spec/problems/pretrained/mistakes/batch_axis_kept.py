"""This is the result when the maps keep the axis of the batch. The hand-out asks for (C, h, w)."""

FAILS = [
    "public/test_pretrained.py::test_worked_feature_maps",
    "hidden/test_feature_maps.py::test_maps_of_layers",
    "hidden/test_feature_maps.py::test_constant_maps",
    "hidden/test_feature_maps.py::test_in_place_layers",
    "hidden/test_feature_maps.py::test_maps_in_evaluation_mode",
]


def feature_maps(model: nn.Module, image: Tensor, layers: Sequence[str], right=feature_maps) -> dict[str, Tensor]:
    return {name: maps.unsqueeze(0) for name, maps in right(model, image, layers).items()}
