"""This is the result when second_step skips the parameters without a gradient. Those that moved uphill before then stay
there."""

FAILS = [
    "hidden/test_behaviour.py::test_gradient_only_in_the_first_pass",
]


class SAM(SAM):
    def second_step(self) -> None:
        with torch.no_grad():
            for p, value in self.saved:
                if p.grad is not None:
                    p.copy_(value)
        self.saved = []
        self.base_optimizer.step()
