"""This is the result when the model keeps the mode that it has. Dropout and batch statistics then change its scores."""

FAILS = [
    "hidden/test_behaviour.py::test_evaluation_mode",
    "hidden/test_behaviour.py::test_transfers_in_evaluation_mode",
]


@contextmanager
def evaluating(*models: nn.Module) -> Iterator[None]:
    yield
