"""A result that is allocated first and filled row by row."""


def gradient_descent(gradient, x0, learning_rate, steps):
    path = np.empty((steps + 1, *np.shape(x0)))
    path[0] = x0
    for step in range(steps):
        path[step + 1] = path[step] - learning_rate * np.asarray(gradient(path[step]))
    return path
