"""This is the result when targeted_attack stops once the model takes every picture for its target. It makes exactly
``steps`` steps."""

FAILS = [
    "public/test_attacks.py::test_targeted_attack_by_hand",
    "hidden/test_outputs.py::test_targeted_attack_on_random_pictures",
]


def targeted_attack(
    model: nn.Module, x: Tensor, target: int | Tensor, epsilon: float, step_size: float, steps: int
) -> Tensor:
    x = x.detach()
    adversarial, wanted = x, classes(target, x)
    with evaluating(model):
        for _ in range(steps):
            if bool((model(adversarial).argmax(dim=1) == wanted.squeeze(1)).all()):
                break
            gradient = input_gradient(lambda inputs: model(inputs).gather(1, wanted).sum(), adversarial)
            adversarial = project(adversarial + step_size * gradient.sign(), x, epsilon, -1, 1)
    return adversarial
