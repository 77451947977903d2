"""This is the result when fool continues with every picture until the last one fools the model."""

FAILS = [
    "hidden/test_behaviour.py::test_neighbours_of_fool",
    "hidden/test_outputs.py::test_fool_on_random_pictures",
    "hidden/test_outputs.py::test_fool_stops_sample_by_sample",
]


def fool(model: nn.Module, x: Tensor, target: int | Tensor, epsilon: float, step_size: float, max_steps: int) -> Tensor:
    x = x.detach()
    adversarial, wanted = x, classes(target, x)
    with evaluating(model):
        for _ in range(max_steps):
            if (model(adversarial).argmax(dim=1) == wanted.squeeze(1)).all():
                break
            gradient = input_gradient(lambda inputs: model(inputs).softmax(dim=1).gather(1, wanted).sum(), adversarial)
            adversarial = (adversarial + step_size * gradient).clamp(x - epsilon, x + epsilon)
    return adversarial
