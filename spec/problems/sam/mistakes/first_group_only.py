"""This is the result when only the first parameter group moves uphill. A network may have several."""

FAILS = [
    "hidden/test_outputs.py::test_parameter_groups",
]


class SAM(SAM):
    def first_step(self) -> None:
        moving = [p for p in self.base_optimizer.param_groups[0]["params"] if p.grad is not None]
        self.saved = [(p, p.detach().clone()) for p in moving]
        norm = sum(float(p.grad.square().sum()) for p in moving) ** 0.5
        with torch.no_grad():
            for p in moving:
                if norm:
                    p.add_(self.rho * p.grad / norm)
