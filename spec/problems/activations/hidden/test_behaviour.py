import torch

from testkit import check, controls, number, weight


@number("11")
@weight(2)
def test_inputs_stay_as_they_are(student, rng):
    """None of the six functions changes its input array."""
    activations = student.module("src.activations")
    calls = [
        ("elu", activations.elu, (1.5,)),
        ("elu_derivative", activations.elu_derivative, (1.5,)),
        ("first_choice", activations.first_choice, ()),
        ("first_choice_derivative", activations.first_choice_derivative, ()),
        ("second_choice", activations.second_choice, ()),
        ("second_choice_derivative", activations.second_choice_derivative, ()),
    ]
    for name, function, more in calls:
        x = torch.randn(3, 4, generator=rng, dtype=torch.float64).numpy()
        x[0] *= 3000  # a function may treat large numbers separately
        result, changed = controls.call_keeping_inputs(student, rng, function, x, *more)
        check.shape(result, (3, 4), what=f"the result of {name}")
        check.that(
            changed == [],
            f"{name} writes into its input array.",
            hint="x[x < 0] = ... changes the caller's array. Create a new array.",
        )
