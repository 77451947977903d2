"""This is the result when every pixel takes the nearest value of the map. Bilinear values lie between."""

FAILS = [
    "public/test_localization.py::test_enlarged_by_hand",
    "hidden/test_outputs.py::test_enlarged_maps",
]


def enlarge(heat: Tensor, height: int, width: int) -> Tensor:
    return F.interpolate(heat[:, None], size=(height, width), mode="nearest")[:, 0]
