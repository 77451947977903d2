"""This is the result when zero_grad leaves the gradients as they are. Those of the second pass are then added to those of the
first."""

FAILS = [
    "public/test_worked_examples.py::test_zero_grad_clears_the_gradients",
    "hidden/test_gradients.py::test_trains_a_network",
]


class SAM(SAM):
    def zero_grad(self) -> None:
        pass
