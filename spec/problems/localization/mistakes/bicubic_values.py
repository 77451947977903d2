"""This is the result of bicubic interpolation, which overshoots."""

FAILS = [
    "public/test_localization.py::test_enlarged_by_hand",
    "hidden/test_outputs.py::test_enlarged_maps",
]


def enlarge(heat: Tensor, height: int, width: int) -> Tensor:
    return F.interpolate(heat[:, None], size=(height, width), mode="bicubic", align_corners=False)[:, 0]
