"""This is the result when the last layer has a ReLU too. Logits may be negative; softmax turns them into
probabilities."""

FAILS = [
    "hidden/test_outputs.py::test_layers_of_one_input",
    "hidden/test_outputs.py::test_layers_of_a_batch",
    "public/test_worked_examples.py::test_worked_layers",
]


def forward(x, weights, biases):
    layers, h = [], x
    for weight, bias in zip(weights, biases, strict=True):
        h = np.maximum(h @ weight.T + bias, 0)
        layers.append(h)
    return layers
