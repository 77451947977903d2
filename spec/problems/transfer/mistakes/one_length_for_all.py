"""This is the result when all rows are divided by the length of the whole matrix."""

FAILS = [
    "public/test_transfer.py::test_worked_unit_length",
    "hidden/test_classifier.py::test_rows_of_unit_length",
    "hidden/test_classifier.py::test_zero_rows_stay",
]


def unit_length(features: Tensor, right=unit_length) -> Tensor:
    return features / features.norm()
