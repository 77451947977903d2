"""This is the result when the ball lies around the picture of the previous step. Such a ball moves along and limits
nothing."""

FAILS = [
    "public/test_attacks.py::test_pgd_by_hand",
    "hidden/test_accuracy.py::test_untargeted_success",
    "hidden/test_epsilon_bounds.py::test_bounds_of_pgd",
    "hidden/test_outputs.py::test_pgd_on_random_pictures",
]


def pgd(model: nn.Module, x: Tensor, y: Tensor, epsilon: float, step_size: float, steps: int) -> Tensor:
    adversarial = x.detach()
    with evaluating(model):
        for _ in range(steps):
            gradient = input_gradient(lambda inputs: F.cross_entropy(model(inputs), y), adversarial)
            adversarial = project(adversarial + step_size * gradient.sign(), adversarial, epsilon, 0, 1)
    return adversarial
