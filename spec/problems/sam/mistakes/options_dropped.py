"""This is the result when only the learning rate reaches the base optimizer. Where are momentum and weight decay?"""

FAILS = [
    "public/test_worked_examples.py::test_momentum_by_hand",
    "hidden/test_behaviour.py::test_frozen_parameters",
    "hidden/test_behaviour.py::test_gradient_only_in_the_first_pass",
    "hidden/test_behaviour.py::test_resumes_from_a_saved_state",
    "hidden/test_gradients.py::test_trains_a_network",
    "hidden/test_outputs.py::test_adam",
    "hidden/test_outputs.py::test_momentum",
    "hidden/test_outputs.py::test_parameter_groups",
    "hidden/test_outputs.py::test_weight_decay",
]


class SAM(SAM):
    def __init__(self, params: Iterable[Any], base_optimizer: Any, rho: float = 0.05, lr: float = 0.1, **kwargs: Any) -> None:
        super().__init__(params, base_optimizer, rho, lr=lr)
