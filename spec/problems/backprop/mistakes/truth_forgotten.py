"""This uses the probabilities themselves as the derivative. What happens at the true class?"""

FAILS = [
    "hidden/test_behaviour.py::test_steps_lower_the_loss",
    "hidden/test_gradients.py::test_second_layer",
    "hidden/test_gradients.py::test_first_layer",
    "hidden/test_gradients.py::test_batches",
    "hidden/test_gradients.py::test_derivatives_are_slopes_of_the_loss",
    "hidden/test_gradients.py::test_large_logits",
    "public/test_worked_examples.py::test_worked_derivatives_of_the_second_layer",
    "public/test_worked_examples.py::test_worked_derivatives_of_the_first_layer",
]


def gradients(x, y, parameters):
    batch, labels = np.atleast_2d(x), np.atleast_1d(y)
    h1_bar = batch @ parameters["W1"].T + parameters["b1"]
    h1 = np.maximum(h1_bar, 0)
    h2 = h1 @ parameters["W2"].T + parameters["b2"]
    shifted = h2 - h2.max(axis=1, keepdims=True)
    log_p = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    truth = np.eye(h2.shape[1])[labels]

    loss = float(-(truth * log_p).sum(axis=1).mean())
    d_h2 = np.exp(log_p) / len(batch)
    d_w2, d_b2 = d_h2.T @ h1, d_h2.sum(axis=0)
    d_h1 = d_h2 @ parameters["W2"]
    d_h1_bar = d_h1 * (h1_bar > 0)
    d_w1, d_b1 = d_h1_bar.T @ batch, d_h1_bar.sum(axis=0)
    found = {"loss": loss, "h2": d_h2, "W2": d_w2, "b2": d_b2, "h1": d_h1, "h1_bar": d_h1_bar, "W1": d_w1, "b1": d_b1}
    if np.ndim(x) == 1:
        found |= {name: found[name][0] for name in ("h2", "h1", "h1_bar")}
    return found
