"""This is the result when the caller's pictures are normalised in place: the next use of the loader gives others."""

FAILS = [
    "hidden/test_features.py::test_network_as_it_was",
]


def extract_features(model: nn.Module, loader: Iterable[tuple[Tensor, Tensor]], right=extract_features) -> tuple[Tensor, Tensor]:
    answer = right(model, loader)
    for pictures, _ in loader:
        pictures.sub_(pictures.mean())
    return answer
