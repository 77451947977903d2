"""This is the result when the convolution of ShallowNet moves by one pixel. What are its arguments in the
Sequential?"""

FAILS = [
    "public/test_convnets.py::test_shallow_net",
    "hidden/test_shapes.py::test_shallow_layers",
    "hidden/test_outputs.py::test_shallow_forward_pass",
    "hidden/test_gradients.py::test_gradients",
    "hidden/test_outputs.py::test_pictures_do_not_see_each_other",
    "hidden/test_shapes.py::test_two_models_are_two",
]


class ShallowNet(ShallowNet):
    def __init__(self):
        super().__init__()
        self.conv = nn.Conv2d(3, 16, kernel_size=5)
