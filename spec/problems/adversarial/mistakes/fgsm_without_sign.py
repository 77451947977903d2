"""This is the result when fgsm adds epsilon times the gradient itself: the picture hardly moves. What does the S in
FGSM stand for?"""

FAILS = [
    "public/test_attacks.py::test_fgsm_by_hand",
    "hidden/test_accuracy.py::test_untargeted_success",
    "hidden/test_epsilon_bounds.py::test_bounds_of_fgsm",
    "hidden/test_gradients.py::test_first_order_of_signed_attacks",
    "hidden/test_outputs.py::test_fgsm_on_random_pictures",
    "hidden/test_outputs.py::test_flat_samples",
]


def fgsm(model: nn.Module, x: Tensor, y: Tensor, epsilon: float) -> Tensor:
    with evaluating(model):
        gradient = input_gradient(lambda inputs: F.cross_entropy(model(inputs), y), x)
    return (x.detach() + epsilon * gradient).clamp(0, 1)
