"""This works for one input and not for a batch. In a batch, each row is one sample."""

FAILS = [
    "hidden/test_behaviour.py::test_inputs_stay_as_they_are",
    "hidden/test_outputs.py::test_layers_of_a_batch",
]


def forward(x, weights, biases):
    layers, h = [], x
    for index, (weight, bias) in enumerate(zip(weights, biases, strict=True)):
        h = weight @ h + bias
        if index < len(weights) - 1:
            h = np.maximum(h, 0)
        layers.append(h)
    return layers
