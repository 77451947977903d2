"""This is the result when the network stays in training mode: dropout drops, and batch norm uses the statistics of one picture."""

FAILS = [
    "hidden/test_top_k.py::test_evaluation_mode",
]


def top_k(model: nn.Module, image: Tensor, k: int = 3, names: Sequence[str] | None = None, right=top_k) -> list[tuple[Any, float]]:
    model.eval = lambda: model
    try:
        return right(model, image, k, names)
    finally:
        del model.eval
