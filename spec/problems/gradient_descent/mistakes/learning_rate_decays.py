"""Here the steps get shorter and shorter. The learning rate is given and constant."""

FAILS = [
    "hidden/test_behaviour.py::test_start_stays_where_it_is",
    "hidden/test_outputs.py::test_walks_in_bowls",
    "hidden/test_outputs.py::test_walk_that_runs_away",
    "hidden/test_outputs.py::test_walk_on_a_curved_function",
    "hidden/test_outputs.py::test_walk_onto_a_plateau",
    "public/test_worked_examples.py::test_worked_walk",
]


def gradient_descent(gradient, x0, learning_rate, steps):
    path = [np.array(x0, dtype=float)]
    for step in range(steps):
        path.append(path[-1] - learning_rate / (step + 1) * gradient(path[-1]))
    return np.stack(path)
