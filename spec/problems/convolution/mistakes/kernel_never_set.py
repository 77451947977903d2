"""This is the result when the layer keeps its random weights. A new layer of the right size does not know your kernel
yet."""

FAILS = [
    "hidden/test_outputs.py::test_layers_of_torch",
    "public/test_worked_examples.py::test_worked_vectors_by_torch",
]


def conv1d_by_torch(signal, kernel, stride=1, padding=0):
    layer = nn.Conv1d(1, 1, len(kernel), stride=stride, padding=padding, bias=False, dtype=signal.dtype)
    return layer(signal.reshape(1, 1, -1)).reshape(-1)
