"""Here every step has the same length, because the gradient gives only its direction. Where the slope is gentle, steps
should be small."""

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
    for _ in range(steps):
        slope = gradient(path[-1])
        path.append(path[-1] - learning_rate * slope / np.linalg.norm(slope))
    return np.stack(path)
