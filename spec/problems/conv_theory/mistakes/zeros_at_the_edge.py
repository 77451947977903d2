"""This is the result when elements that leave y at one end do not come back at the other. What does "mod n" do to an
index past the end?"""

FAILS = [
    "hidden/test_outputs.py::test_cross_correlation",
    "public/test_worked_examples.py::test_worked_signals",
]


def circular_cross_correlation(x, y):
    n = len(x)
    return torch.stack([x[: n - k] @ y[k:] for k in range(n)])
