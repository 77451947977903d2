"""This is the result when pixels leave [0, 1]. A picture with such pixels cannot be shown or stored."""

FAILS = [
    "public/test_attacks.py::test_pgd_by_hand",
    "public/test_attacks.py::test_targeted_attack_by_hand",
    "hidden/test_epsilon_bounds.py::test_bounds_of_mim",
    "hidden/test_epsilon_bounds.py::test_bounds_of_pgd",
    "hidden/test_epsilon_bounds.py::test_bounds_of_targeted_attack",
    "hidden/test_outputs.py::test_mim_on_random_pictures",
    "hidden/test_outputs.py::test_mim_with_as_many_pictures_as_rows",
    "hidden/test_outputs.py::test_pgd_on_random_pictures",
    "hidden/test_outputs.py::test_targeted_attack_on_random_pictures",
]


def project(adversarial: Tensor, x: Tensor, epsilon: float, low: float, high: float) -> Tensor:
    return adversarial.clamp(x - epsilon, x + epsilon)
