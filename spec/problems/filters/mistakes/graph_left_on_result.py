"""This is the result when the stretched filters still belong to the graph of the layer's weights."""

FAILS = [
    "hidden/test_behaviour.py::test_stretch_is_detached",
]


def contrast_stretch(filters: Tensor) -> Tensor:
    flat = filters.flatten(start_dim=1)
    flat = flat - flat.amin(dim=1, keepdim=True)
    largest = flat.amax(dim=1, keepdim=True)
    return (flat / largest.where(largest > 0, 1)).view_as(filters)
