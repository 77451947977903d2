"""This is the result when fool clips around the picture of the previous step, not around the given picture."""

FAILS = [
    "public/test_attacks.py::test_fool_by_hand",
    "hidden/test_accuracy.py::test_fool_success",
    "hidden/test_epsilon_bounds.py::test_bounds_of_fool",
    "hidden/test_outputs.py::test_fool_on_random_pictures",
]


def fool(model: nn.Module, x: Tensor, target: int | Tensor, epsilon: float, step_size: float, max_steps: int) -> Tensor:
    x = x.detach()
    adversarial, wanted = x, classes(target, x)
    with evaluating(model):
        for _ in range(max_steps):
            unfooled = (model(adversarial).argmax(dim=1) != wanted.squeeze(1)).detach()
            if not unfooled.any():
                break
            gradient = input_gradient(lambda inputs: model(inputs).softmax(dim=1).gather(1, wanted).sum(), adversarial)
            moved = (adversarial + step_size * gradient).clamp(adversarial - epsilon, adversarial + epsilon)
            adversarial = torch.where(unfooled.view(-1, *[1] * (x.ndim - 1)), moved, adversarial)
    return adversarial
