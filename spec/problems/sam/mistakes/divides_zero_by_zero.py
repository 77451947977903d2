"""This is the result when a gradient of zero is divided by its norm. 0/0 is NaN, and a weight that is NaN once stays so."""

FAILS = [
    "hidden/test_behaviour.py::test_gradients_of_zero",
]


class SAM(SAM):
    def first_step(self) -> None:
        moving = [p for group in self.base_optimizer.param_groups for p in group["params"] if p.grad is not None]
        self.saved = [(p, p.detach().clone()) for p in moving]
        if moving:
            norm = torch.stack([p.grad.norm() for p in moving]).norm()
            with torch.no_grad():
                for p in moving:
                    p.add_(self.rho * p.grad / norm)
