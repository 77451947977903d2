"""This stops with an error when zero_grad meets a parameter whose .grad is None."""

FAILS = [
    "public/test_worked_examples.py::test_zero_grad_clears_the_gradients",
]


class SAM(SAM):
    def zero_grad(self) -> None:
        for group in self.base_optimizer.param_groups:
            for p in group["params"]:
                p.grad.zero_()
