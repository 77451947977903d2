"""This is the result when train() ends the function. It also changes modules that were in evaluation mode before."""

FAILS = [
    "public/test_saliency.py::test_maps_leave_no_traces",
    "hidden/test_behaviour.py::test_restored_modes",
]


@contextmanager
def evaluating(model: nn.Module) -> Iterator[None]:
    model.eval()
    yield
    model.train()
