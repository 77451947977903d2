"""This is the result when the hook is never removed: it goes on collecting features, and memory fills."""

FAILS = [
    "hidden/test_features.py::test_network_as_it_was",
]


def extract_features(model: nn.Module, loader: Iterable[tuple[Tensor, Tensor]], right=extract_features) -> tuple[Tensor, Tensor]:
    answer = right(model, loader)
    model.body.register_forward_hook(lambda *_: None)
    return answer
