"""This computes the gradient once, at the start, and uses it for all steps. The slope is different at every point."""

FAILS = [
    "hidden/test_behaviour.py::test_asks_for_the_gradient_once_a_step",
    "hidden/test_outputs.py::test_walks_in_bowls",
    "hidden/test_outputs.py::test_walk_that_runs_away",
    "hidden/test_outputs.py::test_walk_on_a_curved_function",
    "hidden/test_outputs.py::test_walk_onto_a_plateau",
    "public/test_worked_examples.py::test_worked_walk",
]


def gradient_descent(gradient, x0, learning_rate, steps):
    slope = gradient(x0) if steps else 0 * x0
    return np.stack([x0 - learning_rate * step * slope for step in range(steps + 1)])
