"""This takes the whole derivative for the step. What is the learning rate for?"""

FAILS = [
    "hidden/test_behaviour.py::test_step",
    "hidden/test_behaviour.py::test_steps_lower_the_loss",
    "public/test_worked_examples.py::test_worked_step",
]


def sgd_step(parameters, gradients, learning_rate):
    return {name: value - gradients[name] for name, value in parameters.items()}
