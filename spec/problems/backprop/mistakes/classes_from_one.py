"""This is the result when class 1 is taken to be the first one. It is on paper; in the code, classes count from 0."""

FAILS = [
    "public/test_worked_examples.py::test_worked_derivatives_of_the_*",
    "hidden/test_gradients.py::*",
    "hidden/test_behaviour.py::test_steps_lower_the_loss",
]


def gradients(x, y, parameters):
    batch, labels = np.atleast_2d(x), np.atleast_1d(y) - 1
    h1_bar = batch @ parameters["W1"].T + parameters["b1"]
    h1 = np.maximum(h1_bar, 0)
    h2 = h1 @ parameters["W2"].T + parameters["b2"]
    shifted = h2 - h2.max(axis=1, keepdims=True)
    log_p = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    truth = np.eye(h2.shape[1])[labels]

    d_h2 = (np.exp(log_p) - truth) / len(batch)
    d_h1 = d_h2 @ parameters["W2"]
    d_h1_bar = d_h1 * (h1_bar > 0)
    found = {
        "loss": float(-(truth * log_p).sum(axis=1).mean()),
        "h2": d_h2,
        "W2": d_h2.T @ h1,
        "b2": d_h2.sum(axis=0),
        "h1": d_h1,
        "h1_bar": d_h1_bar,
        "W1": d_h1_bar.T @ batch,
        "b1": d_h1_bar.sum(axis=0),
    }
    if np.ndim(x) == 1:
        found |= {name: found[name][0] for name in ("h2", "h1", "h1_bar")}
    return found
