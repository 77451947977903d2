"""This is the result when a number is added to the divisor that is not small beside the weights."""

FAILS = [
    "public/test_filters.py::test_worked_stretch",
    "hidden/test_outputs.py::test_stretch_*",
]


def contrast_stretch(filters: Tensor) -> Tensor:
    flat = filters.detach().flatten(start_dim=1)
    flat = flat - flat.amin(dim=1, keepdim=True)
    return (flat / (flat.amax(dim=1, keepdim=True) + 1e-3)).view_as(filters)
