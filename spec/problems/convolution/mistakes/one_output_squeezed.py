"""A single output loses its axis here: squeeze() removes every axis of length one."""

FAILS = ["hidden/test_outputs.py::test_layers_of_torch"]


def conv1d_by_torch(signal, kernel, stride=1, padding=0):
    layer = nn.Conv1d(1, 1, len(kernel), stride=stride, padding=padding, bias=False, dtype=signal.dtype)
    layer.weight.data = kernel.reshape(1, 1, -1)
    return layer(signal.reshape(1, 1, -1)).squeeze()
