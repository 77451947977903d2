"""This is the result when the k most likely classes come in rising order."""

FAILS = [
    "public/test_pretrained.py::test_worked_top_k",
    "hidden/test_top_k.py::test_random_networks",
    "hidden/test_top_k.py::test_indices_without_names",
    "hidden/test_top_k.py::test_evaluation_mode",
]


def top_k(model: nn.Module, image: Tensor, k: int = 3, names: Sequence[str] | None = None, right=top_k) -> list[tuple[Any, float]]:
    return right(model, image, k, names)[::-1]
