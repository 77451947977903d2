"""This is the result when rho is 0.5 unless it is given. The signature in the hand-out has another default."""

FAILS = [
    "hidden/test_outputs.py::test_rho_left_out",
]


class SAM(SAM):
    def __init__(self, params: Iterable[Any], base_optimizer: Any, rho: float = 0.5, **kwargs: Any) -> None:
        super().__init__(params, base_optimizer, rho, **kwargs)
