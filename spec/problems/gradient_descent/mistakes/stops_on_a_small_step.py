"""This path ends after a step that hardly moves. How many steps does the hand-out ask for, and how many rows does the path
then have?"""

FAILS = [
    "hidden/test_outputs.py::test_walk_onto_a_plateau",
]


def gradient_descent(gradient, x0, learning_rate, steps):
    path = [np.array(x0, dtype=float)]
    for _ in range(steps):
        path.append(path[-1] - learning_rate * gradient(path[-1]))
        if np.abs(path[-1] - path[-2]).max() < 1e-6:
            break
    return np.stack(path)
