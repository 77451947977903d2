"""This is the result when k = 0 is refused and negative numbers are not. A slice with a negative end is no error."""

FAILS = [
    "hidden/test_top_k.py::test_refuses_wrong_k",
]


def top_k(
    model: nn.Module, image: Tensor, k: int = 3, names: Sequence[str] | None = None, right=top_k
) -> list[tuple[Any, float]]:
    if k < 0:
        return right(model, image, 1, names)[:k]
    return right(model, image, k, names)
