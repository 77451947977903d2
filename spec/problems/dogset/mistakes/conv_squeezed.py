"""A batch of one picture loses its batch axis here: squeeze() removes every axis of length one."""

FAILS = [
    "public/test_dog_classifiers.py::test_conv_worked_example",
    "hidden/test_outputs.py::test_conv_forward_pass",
    "hidden/test_outputs.py::test_pictures_do_not_see_each_other",
]


class Dog_Classifier_Conv(Dog_Classifier_Conv):
    def forward(self, x):
        return super().forward(x).squeeze()
