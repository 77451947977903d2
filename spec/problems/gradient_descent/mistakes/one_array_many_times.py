"""All points of this path are equal: the list holds the same array many times, and each step writes into it."""

FAILS = [
    "hidden/test_behaviour.py::test_asks_for_the_gradient_once_a_step",
    "hidden/test_behaviour.py::test_start_stays_where_it_is",
    "hidden/test_outputs.py::test_walks_in_bowls",
    "hidden/test_outputs.py::test_walk_that_runs_away",
    "hidden/test_outputs.py::test_walk_on_a_curved_function",
    "hidden/test_outputs.py::test_walk_onto_a_plateau",
    "public/test_worked_examples.py::test_worked_walk",
]


def gradient_descent(gradient, x0, learning_rate, steps):
    x = np.array(x0, dtype=float)
    path = [x]
    for _ in range(steps):
        x -= learning_rate * gradient(x)
        path.append(x)
    return np.stack(path)
