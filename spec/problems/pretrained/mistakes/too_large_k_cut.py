"""This is the result when a wrong k is changed silently."""

FAILS = [
    "hidden/test_top_k.py::test_refuses_wrong_k",
]


def top_k(model: nn.Module, image: Tensor, k: int = 3, names: Sequence[str] | None = None, right=top_k) -> list[tuple[Any, float]]:
    while k > 0:
        try:
            return right(model, image, k, names)
        except ValueError:
            k -= 1
    return []
