"""This is what comes out when a column is taken for each unit in place of a row. With as many inputs as units
nothing complains; with other numbers the shapes do not fit."""

FAILS = [
    "hidden/test_outputs.py::test_layers_of_one_input",
    "hidden/test_outputs.py::test_layers_of_a_batch",
]


def forward(x, weights, biases):
    layers, h = [], x
    for index, (weight, bias) in enumerate(zip(weights, biases, strict=True)):
        h = h @ (weight if weight.shape[0] == weight.shape[1] else weight.T) + bias
        if index < len(weights) - 1:
            h = np.maximum(h, 0)
        layers.append(h)
    return layers
