"""This is the result when a step also follows earlier gradients (momentum). In the hand-out a step follows one gradient."""

FAILS = [
    "hidden/test_behaviour.py::test_start_stays_where_it_is",
    "hidden/test_outputs.py::test_walks_in_bowls",
    "hidden/test_outputs.py::test_walk_that_runs_away",
    "hidden/test_outputs.py::test_walk_on_a_curved_function",
    "hidden/test_outputs.py::test_walk_onto_a_plateau",
    "public/test_worked_examples.py::test_worked_walk",
]


def gradient_descent(gradient, x0, learning_rate, steps):
    path, velocity = [x0.copy()], np.zeros_like(x0)
    for _ in range(steps):
        velocity = 0.9 * velocity + gradient(path[-1])
        path.append(path[-1] - learning_rate * velocity)
    return np.stack(path)
