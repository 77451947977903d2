"""The logits are right, but the hidden layers are returned before ReLU. The latent representation is the input of the
next layer."""

FAILS = [
    "hidden/test_outputs.py::test_layers_of_one_input",
    "hidden/test_outputs.py::test_layers_of_a_batch",
    "public/test_worked_examples.py::test_worked_layers",
]


def forward(x, weights, biases):
    layers, h = [], x
    for weight, bias in zip(weights, biases, strict=True):
        layers.append(h @ weight.T + bias)
        h = np.maximum(layers[-1], 0)
    return layers
