"""The values are right, but they are written into the array that came in: whoever called has lost theirs."""

FAILS = [
    "hidden/test_behaviour.py::test_inputs_stay_as_they_are",
]


def elu(x, alpha):
    x[x < 0] = alpha * np.expm1(x[x < 0])
    return x
