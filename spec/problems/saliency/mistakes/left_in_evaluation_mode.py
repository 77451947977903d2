"""This is the result when the model stays in evaluation mode after eval(). What mode did each of its modules have before?"""

FAILS = [
    "public/test_saliency.py::test_maps_leave_no_traces",
    "hidden/test_behaviour.py::test_restored_modes",
]


@contextmanager
def evaluating(model: nn.Module) -> Iterator[None]:
    model.eval()
    yield
