"""This is the result when fgsm adds its step to x in place. The clean pictures are then lost."""

FAILS = [
    "public/test_attacks.py::test_traces_of_fgsm",
    "hidden/test_behaviour.py::test_traces_of_fgsm",
]


def fgsm(model: nn.Module, x: Tensor, y: Tensor, epsilon: float) -> Tensor:
    with evaluating(model):
        gradient = input_gradient(lambda inputs: F.cross_entropy(model(inputs), y), x)
    adversarial = x.detach()
    adversarial += epsilon * gradient.sign()
    return adversarial.clamp_(0, 1)
