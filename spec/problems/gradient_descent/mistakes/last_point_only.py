"""This returns the last point only. The hand-out asks for the whole path, with a row for each point."""

FAILS = [
    "hidden/test_behaviour.py::test_asks_for_the_gradient_once_a_step",
    "hidden/test_behaviour.py::test_start_stays_where_it_is",
    "hidden/test_outputs.py::test_walks_in_bowls",
    "hidden/test_outputs.py::test_walk_that_runs_away",
    "hidden/test_outputs.py::test_walk_on_a_curved_function",
    "hidden/test_outputs.py::test_walk_onto_a_plateau",
    "public/test_worked_examples.py::test_worked_walk",
    "public/test_worked_examples.py::test_no_steps",
]


def gradient_descent(gradient, x0, learning_rate, steps):
    x = np.array(x0, dtype=float)
    for _ in range(steps):
        x = x - learning_rate * gradient(x)
    return x
