"""This is the result when a missing gradient is replaced by zeros. To the base optimizer that is a gradient: weight decay and
momentum then move weights that should rest."""

FAILS = [
    "hidden/test_behaviour.py::test_frozen_parameters",
    "hidden/test_behaviour.py::test_gradient_only_in_the_first_pass",
]


class SAM(SAM):
    def second_step(self) -> None:
        for group in self.base_optimizer.param_groups:
            for p in group["params"]:
                p.grad = torch.zeros_like(p) if p.grad is None else p.grad
        super().second_step()
