"""This is the result when the base optimizer reads all of model.parameters() and nothing is left for a list of your own."""

FAILS = [
    "hidden/test_behaviour.py::test_parameters_one_by_one",
    "hidden/test_gradients.py::test_trains_a_network",
]


class SAM(SAM):
    def __init__(self, params: Iterable[Any], base_optimizer: Any, rho: float = 0.05, **kwargs: Any) -> None:
        super().__init__(params, base_optimizer, rho, **kwargs)
        self.mine = [p for one in params for p in (one["params"] if isinstance(one, dict) else [one])]

    def first_step(self) -> None:
        moving = [p for p in self.mine if p.grad is not None]
        self.saved = [(p, p.detach().clone()) for p in moving]
        norm = sum(float(p.grad.square().sum()) for p in moving) ** 0.5
        with torch.no_grad():
            for p in moving:
                if norm:
                    p.add_(self.rho * p.grad / norm)
