"""This is the result when first_step makes a step of the base optimizer as well, and takes only the weights back. Momentum and
averages have then seen two gradients."""

FAILS = [
    "public/test_worked_examples.py::test_momentum_by_hand",
    "hidden/test_behaviour.py::test_gradient_only_in_the_first_pass",
    "hidden/test_behaviour.py::test_resumes_from_a_saved_state",
    "hidden/test_gradients.py::test_trains_a_network",
    "hidden/test_outputs.py::test_adam",
    "hidden/test_outputs.py::test_momentum",
    "hidden/test_outputs.py::test_parameter_groups",
    "hidden/test_outputs.py::test_weight_decay",
]


class SAM(SAM):
    def first_step(self) -> None:
        before = [(p, p.detach().clone()) for group in self.base_optimizer.param_groups for p in group["params"]]
        self.base_optimizer.step()
        with torch.no_grad():
            for p, value in before:
                p.copy_(value)
        super().first_step()
