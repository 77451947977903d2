"""This is the result when the model keeps the mode that it has. Dropout and batch statistics then change the maps."""

FAILS = [
    "hidden/test_behaviour.py::test_evaluation_mode",
]


@contextmanager
def evaluating(model: nn.Module) -> Iterator[None]:
    yield
