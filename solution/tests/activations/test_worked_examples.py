import numpy as np

from testkit import check, number, weight

LOG_4 = 1.3862943611198906


@number("1")
@weight(1)
def test_worked_elu(student):
    """elu gives the values of the hand-out's example."""
    elu = student.module("src.activations").elu
    check.close(
        elu(np.array([-LOG_4, 0.0, 3.0]), 2.0),
        np.array([-1.5, 0.0, 3.0]),
        what="elu of -ln 4, 0 and 3 with alpha = 2",
        hint="exp(-ln 4) is one quarter. What do you subtract from it, and what multiplies the difference?",
    )


@number("2")
@weight(1)
def test_worked_derivative(student):
    """elu_derivative gives the values of the hand-out's example."""
    elu_derivative = student.module("src.activations").elu_derivative
    check.close(
        elu_derivative(np.array([-LOG_4, 3.0]), 2.0),
        np.array([0.5, 1.0]),
        what="the derivative of elu at -ln 4 and 3 with alpha = 2",
        hint="When you take a derivative, a constant term vanishes and a constant factor stays.",
    )


@number("3")
@weight(2)
def test_choices_answer(student):
    """Your two choices and their derivatives return a finite number for each input, and the two choices differ."""
    activations = student.module("src.activations")
    x = np.linspace(-3, 3, 12).reshape(3, 4)
    values = {}
    for name, function in [
        ("first_choice", activations.first_choice),
        ("first_choice_derivative", activations.first_choice_derivative),
        ("second_choice", activations.second_choice),
        ("second_choice_derivative", activations.second_choice_derivative),
    ]:
        values[name] = function(x.copy())
        check.shape(values[name], (3, 4), what=f"the result of {name}")
        check.that(bool(np.isfinite(values[name]).all()), f"The result of {name} should be finite.")
    check.that(
        not np.allclose(values["first_choice"], values["second_choice"], atol=1e-3),
        "first_choice and second_choice should be two different functions.",
    )
