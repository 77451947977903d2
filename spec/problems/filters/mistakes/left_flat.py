"""This is the result when each filter is left as one long row of numbers. Which shape does the hand-out ask for?"""

FAILS = [
    "public/test_filters.py::test_worked_stretch",
    "hidden/test_outputs.py::test_stretch_*",
    "hidden/test_shapes.py::test_stretch_keeps_the_shape",
    "hidden/test_behaviour.py::test_stretch_leaves_weights_alone",
]


def contrast_stretch(filters: Tensor) -> Tensor:
    flat = filters.detach().flatten(start_dim=1)
    flat = flat - flat.amin(dim=1, keepdim=True)
    largest = flat.amax(dim=1, keepdim=True)
    return flat / largest.where(largest > 0, 1)
