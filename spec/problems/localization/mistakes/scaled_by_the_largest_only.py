"""This is the result when a map is divided by its largest value. Where does its smallest value go then?"""

FAILS = [
    "public/test_localization.py::test_overlay_by_hand",
    "hidden/test_outputs.py::test_overlays",
    "hidden/test_outputs.py::test_boxes",
]


def to_unit_range(heat: Tensor) -> Tensor:
    return heat / heat.amax((-2, -1), keepdim=True)
