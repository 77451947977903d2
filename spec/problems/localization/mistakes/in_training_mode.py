"""This is the result when the model keeps the mode that it has. Batch statistics then change the maps."""

FAILS = [
    "hidden/test_behaviour.py::test_evaluation_mode",
    "public/test_localization.py::test_map_leaves_no_traces",
]


@contextmanager
def evaluating(model: nn.Module) -> Iterator[None]:
    yield


def feature_map(model: nn.Module, x: Tensor) -> Tensor:
    with torch.no_grad():
        return body_and_head(model)[0](x)
