"""The input comes first in this list. How many layers does the hand-out count, and which one is the first?"""

FAILS = [
    "hidden/test_outputs.py::test_layers_of_a_batch",
    "hidden/test_outputs.py::test_layers_of_one_input",
    "public/test_worked_examples.py::test_worked_layers",
]


def forward(x, weights, biases):
    layers = [x]
    for index, (weight, bias) in enumerate(zip(weights, biases)):
        h = layers[-1] @ weight.T + bias
        layers.append(np.maximum(h, 0) if index < len(weights) - 1 else h)
    return layers
