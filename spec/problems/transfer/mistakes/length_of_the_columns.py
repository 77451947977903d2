"""This is the result when each column gets unit length, over all pictures. A picture's features are a row."""

FAILS = [
    "public/test_transfer.py::test_worked_unit_length",
    "hidden/test_classifier.py::test_rows_of_unit_length",
    "hidden/test_classifier.py::test_zero_rows_stay",
]


def unit_length(features: Tensor, right=unit_length) -> Tensor:
    return right(features.T).T
