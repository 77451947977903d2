"""This is the result when only the model sees a clamped picture, and the steps themselves add up outside the ball. A
step back then begins too far away."""

FAILS = [
    "hidden/test_outputs.py::test_fool_on_random_pictures",
]


def fool(model: nn.Module, x: Tensor, target: int | Tensor, epsilon: float, step_size: float, max_steps: int) -> Tensor:
    x = x.detach()
    moved, wanted = x, classes(target, x)
    with evaluating(model):
        for _ in range(max_steps):
            clamped = moved.clamp(x - epsilon, x + epsilon)
            unfooled = (model(clamped).argmax(dim=1) != wanted.squeeze(1)).detach()
            if not unfooled.any():
                break
            gradient = input_gradient(lambda inputs: model(inputs).softmax(dim=1).gather(1, wanted).sum(), clamped)
            moved = torch.where(unfooled.view(-1, *[1] * (x.ndim - 1)), moved + step_size * gradient, moved)
    return moved.clamp(x - epsilon, x + epsilon)
