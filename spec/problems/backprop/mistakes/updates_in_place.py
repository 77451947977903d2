"""The numbers are right, but the function overwrites its input parameters. Then the values before and after a step
cannot be compared."""

FAILS = [
    "hidden/test_behaviour.py::test_inputs_stay_as_they_are",
]


def sgd_step(parameters, gradients, learning_rate):
    for name in ("W1", "b1", "W2", "b2"):
        parameters[name] -= learning_rate * gradients[name]
    return parameters
