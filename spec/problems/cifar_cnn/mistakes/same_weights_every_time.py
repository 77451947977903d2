"""This is the result when every new network starts with the same weights. Why do two of your trainings end alike?"""

FAILS = [
    "hidden/test_shapes.py::test_two_models_are_two",
]


class CifarNet(CifarNet):
    def __init__(self):
        import torch

        with torch.random.fork_rng(devices=[]):
            torch.manual_seed(0)
            super().__init__()
