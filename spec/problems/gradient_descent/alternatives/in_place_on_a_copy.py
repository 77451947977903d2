"""In-place steps on a copy, and a copy of every point."""


def gradient_descent(gradient, x0, learning_rate, steps):
    x = x0.astype(np.float64)
    path = [x.copy()]
    while len(path) <= steps:
        x -= gradient(x.copy()) * learning_rate
        path.append(x.copy())
    return np.array(path)
