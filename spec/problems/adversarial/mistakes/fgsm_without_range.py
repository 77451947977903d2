"""This is the result when fgsm only adds its step. Look at the pixels that were nearly black or nearly white."""

FAILS = [
    "public/test_attacks.py::test_fgsm_by_hand",
    "hidden/test_epsilon_bounds.py::test_bounds_of_fgsm",
    "hidden/test_outputs.py::test_fgsm_on_random_pictures",
]


def fgsm(model: nn.Module, x: Tensor, y: Tensor, epsilon: float) -> Tensor:
    with evaluating(model):
        gradient = input_gradient(lambda inputs: F.cross_entropy(model(inputs), y), x)
    return x.detach() + epsilon * gradient.sign()
