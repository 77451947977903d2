"""This is the result when fool clamps to the ball only once, after its last step. Later steps then begin at pictures
outside the ball."""

FAILS = [
    "hidden/test_outputs.py::test_fool_on_random_pictures",
]


def fool(model: nn.Module, x: Tensor, target: int | Tensor, epsilon: float, step_size: float, max_steps: int) -> Tensor:
    x = x.detach()
    adversarial, wanted = x, classes(target, x)
    with evaluating(model):
        for _ in range(max_steps):
            clamped = adversarial.clamp(x - epsilon, x + epsilon)
            unfooled = (model(clamped).argmax(dim=1) != wanted.squeeze(1)).detach()
            if not unfooled.any():
                break
            gradient = input_gradient(lambda inputs: model(inputs).softmax(dim=1).gather(1, wanted).sum(), adversarial)
            moved = adversarial + step_size * gradient
            adversarial = torch.where(unfooled.view(-1, *[1] * (x.ndim - 1)), moved, adversarial)
    return adversarial.clamp(x - epsilon, x + epsilon)
