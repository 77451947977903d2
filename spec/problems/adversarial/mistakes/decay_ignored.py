"""This is the result when mim has no memory: the momentum is only the newest gradient, whatever decay is."""

FAILS = [
    "public/test_attacks.py::test_mim_by_hand",
    "hidden/test_behaviour.py::test_mim_where_the_gradient_vanishes",
    "hidden/test_outputs.py::test_mim_on_random_pictures",
    "hidden/test_outputs.py::test_mim_with_as_many_pictures_as_rows",
]


def mim(
    model: nn.Module, x: Tensor, y: Tensor, epsilon: float, step_size: float, steps: int, decay: float = 1.0
) -> Tensor:
    return pgd(model, x, y, epsilon, step_size, steps)
