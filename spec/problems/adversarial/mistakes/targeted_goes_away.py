"""This is the result when targeted_attack moves away from the target, as if it were the true class."""

FAILS = [
    "public/test_attacks.py::test_targeted_attack_by_hand",
    "hidden/test_accuracy.py::test_targeted_success",
    "hidden/test_gradients.py::test_first_order_of_targeted_attacks",
    "hidden/test_outputs.py::test_targeted_attack_on_random_pictures",
    "hidden/test_outputs.py::test_targets_of_flat_samples",
]


def targeted_attack(
    model: nn.Module, x: Tensor, target: int | Tensor, epsilon: float, step_size: float, steps: int
) -> Tensor:
    x = x.detach()
    adversarial, wanted = x, classes(target, x)
    with evaluating(model):
        for _ in range(steps):
            gradient = input_gradient(lambda inputs: model(inputs).gather(1, wanted).sum(), adversarial)
            adversarial = project(adversarial - step_size * gradient.sign(), x, epsilon, -1, 1)
    return adversarial
