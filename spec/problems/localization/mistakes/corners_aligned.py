"""This is the result when the outermost centres of both grids lie in the same place. The map is then off by up to half a cell."""

FAILS = [
    "public/test_localization.py::test_enlarged_by_hand",
    "hidden/test_outputs.py::test_enlarged_maps",
]


def enlarge(heat: Tensor, height: int, width: int) -> Tensor:
    return F.interpolate(heat[:, None], size=(height, width), mode="bilinear", align_corners=True)[:, 0]
