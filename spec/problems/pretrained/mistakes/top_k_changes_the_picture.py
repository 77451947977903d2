"""This is the result when top_k normalises the picture once more, in place: the caller's picture is another one afterwards."""

FAILS = [
    "hidden/test_top_k.py::test_top_k_leaves_network",
]


def top_k(model: nn.Module, image: Tensor, k: int = 3, names: Sequence[str] | None = None, right=top_k) -> list[tuple[Any, float]]:
    found = right(model, image, k, names)
    image.div_(2)
    return found
