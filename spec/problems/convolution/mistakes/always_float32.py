"""This is the result when the output is always float32. torch.zeros(...) makes float32 by default; which dtype does the
input have?"""

FAILS = [
    "hidden/test_behaviour.py::test_leaves_inputs_and_dtype_alone",
]


def conv_transpose1d(signal, kernel, stride=1, padding=0, right=conv_transpose1d):
    return right(signal.float(), kernel.float(), stride, padding)
