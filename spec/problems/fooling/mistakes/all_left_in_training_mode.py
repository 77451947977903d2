"""This is the result when train() ends the function. It also changes modules that were in evaluation mode before."""

FAILS = [
    "hidden/test_behaviour.py::test_restored_modes",
    "hidden/test_behaviour.py::test_transfers_in_evaluation_mode",
]


@contextmanager
def evaluating(*models: nn.Module) -> Iterator[None]:
    models[0].eval()
    yield
    models[0].train()
