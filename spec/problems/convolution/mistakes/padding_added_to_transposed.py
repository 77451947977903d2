"""This is the result when a transposed convolution adds its padding as zeros. A transposed convolution reverses the
size of a convolution: where a convolution adds zeros, it removes elements."""

FAILS = [
    "hidden/test_behaviour.py::test_refuses_what_does_not_fit",
    "hidden/test_gradients.py::test_gradients_in_one_dimension",
    "hidden/test_outputs.py::test_conv_transpose1d_strides_and_padding",
    "public/test_worked_examples.py::test_worked_transposed",
]


def conv_transpose1d(signal, kernel, stride=1, padding=0):
    total = signal.new_zeros((len(signal) - 1) * stride + len(kernel))
    for index, value in enumerate(signal):
        total[index * stride : index * stride + len(kernel)] += value * kernel
    return torch.cat([signal.new_zeros(padding), total, signal.new_zeros(padding)])
