"""This is the result when forward divides the pictures by 255. The loader has scaled them already."""

FAILS = [
    "hidden/test_outputs.py::test_fc_forward_pass",
    "hidden/test_gradients.py::test_fc_gradients",
]


class Dog_Classifier_FC(Dog_Classifier_FC):
    def forward(self, x):
        return super().forward(x / 255)
