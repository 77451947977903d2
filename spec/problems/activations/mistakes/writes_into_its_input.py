"""The values are right, but the function writes them into its input array. The caller's numbers are lost."""

FAILS = [
    "hidden/test_behaviour.py::test_inputs_stay_as_they_are",
]


def elu(x, alpha):
    x[x < 0] = alpha * np.expm1(x[x < 0])
    return x
