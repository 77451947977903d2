"""This uses the whole derivative as the step. What does the learning rate do?"""

FAILS = [
    "hidden/test_behaviour.py::test_step",
    "hidden/test_behaviour.py::test_steps_lower_the_loss",
    "public/test_worked_examples.py::test_worked_step",
]


def sgd_step(parameters, gradients, learning_rate):
    return {name: value - gradients[name] for name, value in parameters.items()}
