"""This is the result when the network stays in evaluation mode: whoever goes on training it trains without dropout."""

FAILS = [
    "hidden/test_top_k.py::test_top_k_leaves_network",
]


def top_k(model: nn.Module, image: Tensor, k: int = 3, names: Sequence[str] | None = None, right=top_k) -> list[tuple[Any, float]]:
    return right(model.eval(), image, k, names)
