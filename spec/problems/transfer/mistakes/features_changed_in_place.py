"""This is the result when the caller's features are divided, and not a copy of them."""

FAILS = [
    "hidden/test_classifier.py::test_rows_of_unit_length",
]


def unit_length(features: Tensor, right=unit_length) -> Tensor:
    features[:] = right(features)
    return features
