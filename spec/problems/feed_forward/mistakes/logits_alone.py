"""This is the last layer alone. The hand-out asks for a list of all layers."""

FAILS = [
    "hidden/test_outputs.py::test_layers_of_a_batch",
    "hidden/test_outputs.py::test_layers_of_one_input",
    "public/test_worked_examples.py::test_worked_layers",
]


def forward(x, weights, biases):
    h = x
    for index, (weight, bias) in enumerate(zip(weights, biases)):
        h = h @ weight.T + bias
        if index < len(weights) - 1:
            h = np.maximum(h, 0)
    return h
