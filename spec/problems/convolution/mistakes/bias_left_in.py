"""This is the result when nn.Conv1d keeps its random bias: all outputs are off by the same amount, which differs from
run to run."""

FAILS = [
    "hidden/test_outputs.py::test_layers_of_torch",
    "public/test_worked_examples.py::test_worked_vectors_by_torch",
]


def conv1d_by_torch(signal, kernel, stride=1, padding=0):
    layer = nn.Conv1d(1, 1, len(kernel), stride=stride, padding=padding, dtype=signal.dtype)
    with torch.no_grad():
        layer.weight.copy_(kernel.reshape(1, 1, -1))
    return layer(signal.reshape(1, 1, -1)).reshape(-1)
