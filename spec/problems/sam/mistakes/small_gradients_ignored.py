"""This is the result when a small norm counts as zero. The move has the length rho for every gradient that is not zero."""

FAILS = [
    "hidden/test_outputs.py::test_first_step_on_random_parameters",
]


class SAM(SAM):
    def first_step(self):
        moving = [p for group in self.base_optimizer.param_groups for p in group["params"] if p.grad is not None]
        self.saved = [(p, p.detach().clone()) for p in moving]
        with torch.no_grad():
            norm = sum(float(p.grad.square().sum()) for p in moving) ** 0.5
            if norm < 1e-6:
                return
            for p in moving:
                p.add_(p.grad, alpha=self.rho / norm)
