"""This is the result when the gradient is divided by the sum of its squares. How long is the move then?"""

FAILS = [
    "public/test_worked_examples.py::test_first_step_by_hand",
    "hidden/test_gradients.py::test_trains_a_network",
    "hidden/test_outputs.py::test_first_step_on_random_parameters",
    "hidden/test_outputs.py::test_parameter_groups",
    "hidden/test_outputs.py::test_rho_left_out",
]


class SAM(SAM):
    def first_step(self) -> None:
        moving = [p for group in self.base_optimizer.param_groups for p in group["params"] if p.grad is not None]
        self.saved = [(p, p.detach().clone()) for p in moving]
        norm = sum(float(p.grad.square().sum()) for p in moving) ** 0.5
        with torch.no_grad():
            for p in moving:
                if norm:
                    p.add_(self.rho * p.grad / norm**2)
