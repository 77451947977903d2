"""This is the result when each unit uses a column instead of a row. If there are as many inputs as units there is no
error; otherwise the shapes do not fit."""

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
