"""This is the result when a wrong k is found after eval() and before the modes are restored."""

FAILS = [
    "hidden/test_top_k.py::test_top_k_leaves_network",
]


def top_k(
    model: nn.Module, image: Tensor, k: int = 3, names: Sequence[str] | None = None, right=top_k
) -> list[tuple[Any, float]]:
    try:
        return right(model, image, k, names)
    except ValueError:
        model.eval()
        raise
