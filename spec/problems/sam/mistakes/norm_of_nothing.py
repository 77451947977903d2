"""This stops with an error when no parameter has a gradient: the norm is taken over an empty list."""

FAILS = [
    "hidden/test_behaviour.py::test_no_gradients",
]


class SAM(SAM):
    def first_step(self) -> None:
        moving = [p for group in self.base_optimizer.param_groups for p in group["params"] if p.grad is not None]
        self.saved = [(p, p.detach().clone()) for p in moving]
        norm = torch.stack([p.grad.norm() for p in moving]).norm()
        with torch.no_grad():
            for p in moving:
                p.add_(self.rho * p.grad / (norm + 1e-12))
