"""This stops with an error at the first parameter whose .grad is None. Which parameters have none?"""

FAILS = [
    "hidden/test_behaviour.py::test_frozen_parameters",
    "hidden/test_behaviour.py::test_gradient_only_in_the_second_pass",
    "hidden/test_behaviour.py::test_no_gradients",
]


class SAM(SAM):
    def first_step(self) -> None:
        everything = [p for group in self.base_optimizer.param_groups for p in group["params"]]
        self.saved = [(p, p.detach().clone()) for p in everything]
        norm = sum(float(p.grad.square().sum()) for p in everything) ** 0.5
        with torch.no_grad():
            for p in everything:
                p.add_(self.rho * p.grad / (norm + 1e-12))
