"""The layer gets the kernel turned round here. Do the layers of torch flip their kernels, so that you have to undo it?"""

FAILS = [
    "public/test_worked_examples.py::test_worked_vectors_by_torch",
    "hidden/test_outputs.py::test_layers_of_torch",
]


def conv1d_by_torch(signal, kernel, stride=1, padding=0):
    layer = nn.Conv1d(1, 1, len(kernel), stride=stride, padding=padding, bias=False, dtype=signal.dtype)
    layer.weight.data = kernel.flip(0).reshape(1, 1, -1)
    return layer(signal.reshape(1, 1, -1)).reshape(-1)
