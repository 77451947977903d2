"""This is the result when every parameter group has a norm of its own. The paper has one norm, over all parameters."""

FAILS = [
    "hidden/test_outputs.py::test_parameter_groups",
]


class SAM(SAM):
    def first_step(self) -> None:
        self.saved = []
        for group in self.base_optimizer.param_groups:
            moving = [p for p in group["params"] if p.grad is not None]
            self.saved += [(p, p.detach().clone()) for p in moving]
            norm = sum(float(p.grad.square().sum()) for p in moving) ** 0.5
            with torch.no_grad():
                for p in moving:
                    if norm:
                        p.add_(self.rho * p.grad / norm)
