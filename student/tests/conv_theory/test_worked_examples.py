import torch

from testkit import check, number, weight

X, Y = torch.tensor([1.0, 2.0, 0.0, -1.0]), torch.tensor([3.0, 0.0, 1.0, 5.0])


@number("1")
@weight(1)
def test_worked_signals(student):
    """circular_cross_correlation gives the output of the hand-out."""
    circular_cross_correlation = student.module("src.conv_theory").circular_cross_correlation
    check.equal(
        circular_cross_correlation(X, Y),
        torch.tensor([-2.0, -1.0, 11.0, 10.0]),
        what="the cross-correlation",
        hint="Write y under x. For the next k, y moves one place to the left; the element that leaves comes back at the right.",
    )


@number("2")
@weight(1)
def test_worked_jacobians(student):
    """cross_correlation_jacobians gives the two rows of the hand-out."""
    cross_correlation_jacobians = student.module("src.conv_theory").cross_correlation_jacobians
    by_x, by_y = check.unpack(cross_correlation_jacobians(X, Y), 2, what="what cross_correlation_jacobians returns")
    for name, jacobian in [("x", by_x), ("y", by_y)]:
        check.shape(jacobian, (4, 4), what=f"the Jacobian with respect to {name}")
    hint = "Write out z[1]: which element of y multiplies x[i] in it, and which element of x multiplies y[i]?"
    check.equal(by_x[1], torch.tensor([0.0, 1.0, 5.0, 3.0]), what="row 1 of the Jacobian with respect to x", hint=hint)
    check.equal(by_y[1], torch.tensor([-1.0, 1.0, 2.0, 0.0]), what="row 1 of the Jacobian with respect to y", hint=hint)


@number("3")
@weight(1)
def test_worked_costs(student):
    """The costs of the two layers of the hand-out are right."""
    theory = student.module("src.conv_theory")
    costs = check.unpack(theory.fully_connected_cost(6, 8), 3, what="what fully_connected_cost returns")
    check.equal(costs, (8, 48, 48), what="the output dimension, the parameters and the operations of the first layer")
    costs = check.unpack(theory.convolution_cost(6, 3, 2, 0), 3, what="what convolution_cost returns")
    check.equal(costs, (8, 6, 24), what="the output dimension, the parameters and the operations of the second layer")
