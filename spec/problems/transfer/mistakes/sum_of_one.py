"""This is the result when the values of a row add up to one. The length is the root of the sum of the squares."""

FAILS = [
    "public/test_transfer.py::test_worked_unit_length",
    "hidden/test_classifier.py::test_rows_of_unit_length",
    "hidden/test_classifier.py::test_zero_rows_stay",
]


def unit_length(features: Tensor, right=unit_length) -> Tensor:
    total = features.abs().sum(dim=1, keepdim=True)
    return features / total.where(total > 0, 1)
