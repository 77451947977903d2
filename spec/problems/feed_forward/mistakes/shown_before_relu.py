"""The logits are right, but the hidden layers are shown as they are before ReLU. The latent representation is what
the next layer sees."""

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
