"""The result is right, but the function changed its input signal. Operations whose names end in an underscore write
into the caller's tensor."""

FAILS = [
    "hidden/test_behaviour.py::test_leaves_inputs_and_dtype_alone",
]


def conv_transpose1d(signal, kernel, stride=1, padding=0):
    length = (len(signal) - 1) * stride + len(kernel)
    if length <= 2 * padding:
        raise ValueError("Nothing is left.")
    copies = signal.unsqueeze_(1) * kernel
    total = signal.new_zeros(length)
    for index, copy in enumerate(copies):
        total[index * stride : index * stride + len(kernel)] += copy
    return total[padding : length - padding]
