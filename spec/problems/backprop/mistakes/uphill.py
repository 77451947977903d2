"""This step goes along the derivatives, so the loss grows."""

FAILS = [
    "hidden/test_behaviour.py::test_step",
    "hidden/test_behaviour.py::test_steps_lower_the_loss",
    "public/test_worked_examples.py::test_worked_step",
]


def sgd_step(parameters, gradients, learning_rate):
    return {name: value + learning_rate * gradients[name] for name, value in parameters.items()}
