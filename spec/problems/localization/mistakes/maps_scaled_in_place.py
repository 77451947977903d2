"""This is the result when bounding_box scales the maps of the caller: afterwards all of them lie between 0 and 1."""

FAILS = [
    "hidden/test_outputs.py::test_arguments_stay",
]


def bounding_box(heat: Tensor, threshold: float = 0.5, right=bounding_box) -> Tensor:
    boxes = right(heat, threshold)
    heat.copy_(to_unit_range(heat))
    return boxes
