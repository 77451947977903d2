"""This is the result without ReLU at the hidden layers. The whole network is then one linear map."""

FAILS = [
    "hidden/test_outputs.py::test_layers_of_one_input",
    "hidden/test_outputs.py::test_layers_of_a_batch",
    "public/test_worked_examples.py::test_worked_layers",
]


def forward(x, weights, biases):
    layers, h = [], x
    for weight, bias in zip(weights, biases, strict=True):
        h = h @ weight.T + bias
        layers.append(h)
    return layers
