"""This is the result when the step uses the gradient of the first pass. Then the move uphill has no effect, and you have the
base optimizer alone."""

FAILS = [
    "public/test_worked_examples.py::test_momentum_by_hand",
    "public/test_worked_examples.py::test_second_step_by_hand",
    "hidden/test_behaviour.py::test_frozen_parameters",
    "hidden/test_behaviour.py::test_gradient_only_in_the_first_pass",
    "hidden/test_behaviour.py::test_gradient_only_in_the_second_pass",
    "hidden/test_behaviour.py::test_gradients_of_zero",
    "hidden/test_behaviour.py::test_resumes_from_a_saved_state",
    "hidden/test_gradients.py::test_trains_a_network",
    "hidden/test_outputs.py::test_adam",
    "hidden/test_outputs.py::test_momentum",
    "hidden/test_outputs.py::test_parameter_groups",
    "hidden/test_outputs.py::test_sgd",
    "hidden/test_outputs.py::test_single_precision",
    "hidden/test_outputs.py::test_weight_decay",
    "hidden/test_behaviour.py::test_steps_keep_the_gradients",
]


class SAM(SAM):
    def first_step(self) -> None:
        super().first_step()
        self.slopes = [p.grad.clone() for p, _ in self.saved]

    def second_step(self) -> None:
        for (p, _), slope in zip(self.saved, self.slopes):
            p.grad = slope
        super().second_step()
