"""This is the result when the base optimizer is SGD whatever is asked for."""

FAILS = [
    "hidden/test_behaviour.py::test_resumes_from_a_saved_state",
    "hidden/test_gradients.py::test_trains_a_network",
    "hidden/test_outputs.py::test_adam",
    "hidden/test_outputs.py::test_weight_decay",
]


class SAM(SAM):
    def __init__(self, params: Iterable[Any], base_optimizer: Any, rho: float = 0.05, **kwargs: Any) -> None:
        known = ("lr", "momentum", "weight_decay")
        super().__init__(params, torch.optim.SGD, rho, **{name: kwargs[name] for name in known if name in kwargs})
