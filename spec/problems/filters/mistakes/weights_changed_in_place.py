"""This is the result when the stretched values are written into the layer itself: after the picture, the network is
another."""

FAILS = [
    "hidden/test_behaviour.py::test_stretch_leaves_weights_alone",
]


def contrast_stretch(filters: Tensor) -> Tensor:
    weights = filters.data
    for one in weights:
        one -= one.min().item()
        if one.max() > 0:
            one /= one.max().item()
    return weights
