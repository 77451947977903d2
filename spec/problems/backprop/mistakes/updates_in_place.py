"""The numbers are right, but the parameters that came in have been overwritten: whoever wants to compare before and
after cannot."""

FAILS = [
    "hidden/test_behaviour.py::test_inputs_stay_as_they_are",
]


def sgd_step(parameters, gradients, learning_rate):
    for name in ("W1", "b1", "W2", "b2"):
        parameters[name] -= learning_rate * gradients[name]
    return parameters
