"""The network of the report: torch's autograd computes every number. A number that follows correctly from an earlier wrong
one counts as right, as it does for the staff who grade the formulas."""

import torch
from torch.nn import functional as F

from testkit import check, number, weight

PROBLEM = "backprop"
RATE = 0.01

# The questions ask for four decimals, and three digits are enough: half a unit of the third digit is at most 0.5 % of a
# number, and intermediate results rounded to four decimals may add 0.0001.
ROUNDED = {"rtol": 5e-3, "atol": 1e-4}
# A step of 0.01 changes parameters in their third and fourth decimals, so all four decimals count: half a unit of the
# fourth, and a little for derivatives that were rounded before the learning rate made them small.
UPDATED = {"rtol": 0.0, "atol": 6e-5}


def rows(text):
    return torch.tensor([[float(entry) for entry in row.split()] for row in text.split(";")], dtype=torch.float64)


X, TRUTH = rows("1 -1 0")[0], torch.tensor(2)
PARAMETERS = {
    "w1": rows("0.5 -0.5 1; -1 0.5 0.5; 1 1 -0.5; 0.2 -0.4 0.3"),
    "b1": rows("0 0.5 0.1 -0.2")[0],
    "w2": rows("1 0.5 -1 0.5; -0.5 1 0.5 -1; 0.5 -1 1 1"),
    "b2": rows("0 0.1 -0.1")[0],
}


def right():
    """Return loss, all derivatives, and the parameters after a step, by the keys of report/answers.toml; the layers too."""
    leaves = {name: value.clone().requires_grad_() for name, value in PARAMETERS.items()}
    h1_bar = F.linear(X, leaves["w1"], leaves["b1"])
    h1 = torch.relu(h1_bar)
    h2 = F.linear(h1, leaves["w2"], leaves["b2"])
    loss = F.cross_entropy(h2, TRUTH)
    everything = leaves | {"h1_bar": h1_bar, "h1": h1, "h2": h2}
    slopes = dict(zip(everything, torch.autograd.grad(loss, list(everything.values())), strict=True))
    results = {"loss": loss.detach(), "layer": h1.detach(), "on": (h1_bar > 0).double()}
    results |= {f"dl_d{name}": slope for name, slope in slopes.items()}
    return results | {f"new_{name}": value - RATE * slopes[name] for name, value in PARAMETERS.items()}


def own(student, key, results):
    """Return the student's earlier result, or the right one if the student's has another shape or repeats one number: that
    is no computed result, and from a derivative of zero it would follow that nothing changes."""
    given = student.module("report.numeric_answers").read_answer(PROBLEM, key)
    wanted = results[key]
    try:
        if wanted.ndim == 1:
            theirs = torch.tensor(check.numbers(given, len(wanted)), dtype=torch.float64)
        else:
            parts = [check.numbers(row, wanted.shape[1]) for row in check.unpack(given, len(wanted))]
            theirs = torch.tensor(parts, dtype=torch.float64)
    except check.CheckFailure:
        return wanted
    return wanted if theirs.min() == theirs.max() else theirs


def judge(student, key, hint, earlier="", following=None, tolerance=ROUNDED):
    """Compare a number with the right one or, if they differ, with the number that follows from the student's ``earlier`` one."""
    results = right()
    given = check.answer(student, PROBLEM, key)
    try:
        check.close(given, results[key].tolist(), what=key, hint=hint, **tolerance)
    except check.CheckFailure as failure:
        if following is not None:
            try:
                check.close(given, following(own(student, earlier, results), results).tolist(), what=key, **tolerance)
            except check.CheckFailure:
                raise failure from None
            return
        raise


def judge_step(student, name):
    """Judge the updated parameter ``name``; the update may follow from the student's own derivative."""
    judge(
        student,
        f"new_{name}",
        "Each number moves against its own derivative. By which part of it?",
        f"dl_d{name}",
        lambda slope, results: PARAMETERS[name] - RATE * slope,
        UPDATED,
    )


@number("13")
@weight(10)
def test_loss_of_the_report(student):
    """The cross-entropy loss in report/answers.toml is right."""
    judge(
        student,
        "loss",
        "Compute the forward pass first. Then take the probability of the true class and its natural logarithm.",
    )


@number("14")
@weight(5)
def test_derivative_by_h2(student):
    """The derivative with respect to h2 in report/answers.toml is right."""
    judge(student, "dl_dh2", "The formula is short: it compares the output of softmax with the true label.")


@number("15")
@weight(5)
def test_derivative_by_w2(student):
    """The derivative with respect to W2 in report/answers.toml is right, or follows from yours for h2."""
    hint = "A matrix of the shape of W2: a row for each class, a column for each hidden unit."
    judge(student, "dl_dw2", hint, "dl_dh2", lambda slope, results: torch.outer(slope, results["layer"]))


@number("16")
@weight(5)
def test_derivative_by_b2(student):
    """The derivative with respect to b2 in report/answers.toml is right, or follows from yours for h2."""
    hint = "b2 is added to h2 directly."
    judge(student, "dl_db2", hint, "dl_dh2", lambda slope, results: slope)


@number("17")
@weight(4)
def test_derivative_by_h1(student):
    """The derivative with respect to h1 in report/answers.toml is right, or follows from yours for h2."""
    hint = "A hidden unit influences the loss through all three logits, by its weights to them."
    judge(student, "dl_dh1", hint, "dl_dh2", lambda slope, results: PARAMETERS["w2"].T @ slope)


@number("18")
@weight(4)
def test_derivative_by_h1_bar(student):
    """The derivative with respect to h1 before ReLU in report/answers.toml is right, or follows from yours for h1."""
    hint = "ReLU lets some units pass and sets others to zero. Look at the values before ReLU: which units are these?"
    judge(student, "dl_dh1_bar", hint, "dl_dh1", lambda slope, results: slope * results["on"])


@number("19")
@weight(4)
def test_derivative_by_w1(student):
    """The derivative with respect to W1 in report/answers.toml is right, or follows from yours for h1 before ReLU."""
    hint = "A matrix of the shape of W1: a row for each hidden unit, a column for each input."
    judge(student, "dl_dw1", hint, "dl_dh1_bar", lambda slope, results: torch.outer(slope, X))


@number("20")
@weight(3)
def test_derivative_by_b1(student):
    """The derivative with respect to b1 in report/answers.toml is right, or follows from yours for h1 before ReLU."""
    hint = "b1 is added directly, before ReLU."
    judge(student, "dl_db1", hint, "dl_dh1_bar", lambda slope, results: slope)


@number("21")
@weight(3)
def test_updated_w2(student):
    """W2 after the step in report/answers.toml is right, or follows from your derivative."""
    judge_step(student, "w2")


@number("22")
@weight(2)
def test_updated_b2(student):
    """b2 after the step in report/answers.toml is right, or follows from your derivative."""
    judge_step(student, "b2")


@number("23")
@weight(3)
def test_updated_w1(student):
    """W1 after the step in report/answers.toml is right, or follows from your derivative."""
    judge_step(student, "w1")


@number("24")
@weight(2)
def test_updated_b1(student):
    """b1 after the step in report/answers.toml is right, or follows from your derivative."""
    judge_step(student, "b1")
