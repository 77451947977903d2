"""This is the result when the learning rate of the start is used for every step. Where does a scheduler change it?"""

FAILS = [
    "hidden/test_behaviour.py::test_learning_rate_changes",
]


class SAM(SAM):
    def __init__(self, params: Iterable[Any], base_optimizer: Any, rho: float = 0.05, **kwargs: Any) -> None:
        super().__init__(params, base_optimizer, rho, **kwargs)
        self.rates = [group["lr"] for group in self.base_optimizer.param_groups]

    def second_step(self) -> None:
        for group, rate in zip(self.base_optimizer.param_groups, self.rates):
            group["lr"] = rate
        super().second_step()
