"""This is the result without the biases."""

FAILS = [
    "hidden/test_outputs.py::test_layers_of_one_input",
    "hidden/test_outputs.py::test_layers_of_a_batch",
    "public/test_worked_examples.py::test_worked_layers",
]


def forward(x, weights, biases):
    layers, h = [], x
    for index, weight in enumerate(weights):
        h = h @ weight.T
        if index < len(weights) - 1:
            h = np.maximum(h, 0)
        layers.append(h)
    return layers
