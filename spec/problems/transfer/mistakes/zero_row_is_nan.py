"""This is the result when a row of zeros is divided by its length, which is zero."""

FAILS = [
    "public/test_transfer.py::test_worked_unit_length",
    "hidden/test_classifier.py::test_zero_rows_stay",
]


def unit_length(features: Tensor, right=unit_length) -> Tensor:
    return features / features.norm(dim=1, keepdim=True)
