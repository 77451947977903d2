"""This updates the weights only. Biases are parameters too."""

FAILS = [
    "hidden/test_behaviour.py::test_step",
    "hidden/test_behaviour.py::test_steps_lower_the_loss",
    "public/test_worked_examples.py::test_worked_step",
]


def sgd_step(parameters, gradients, learning_rate):
    updated = dict(parameters)
    for name in ("W1", "W2"):
        updated[name] = parameters[name] - learning_rate * gradients[name]
    return updated
