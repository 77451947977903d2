"""This path ends where the gradient is zero or very small. How many steps does the hand-out ask for, and how many rows does
the path then have?"""

FAILS = [
    "hidden/test_outputs.py::test_walk_onto_a_plateau",
]


def gradient_descent(gradient, x0, learning_rate, steps):
    path = [np.array(x0, dtype=float)]
    for _ in range(steps):
        slope = gradient(path[-1])
        if np.linalg.norm(slope) < 1e-6:
            break
        path.append(path[-1] - learning_rate * slope)
    return np.stack(path)
