"""This is the result when the bias is added after ReLU. To what is ReLU applied in the hand-out?"""

FAILS = [
    "hidden/test_outputs.py::test_layers_of_a_batch",
    "hidden/test_outputs.py::test_layers_of_one_input",
    "public/test_worked_examples.py::test_worked_layers",
]


def forward(x, weights, biases):
    layers, h = [], x
    for index, (weight, bias) in enumerate(zip(weights, biases)):
        h = h @ weight.T
        if index < len(weights) - 1:
            h = np.maximum(h, 0)
        h = h + bias
        layers.append(h)
    return layers
