"""The network of the report: torch computes every number. A number that follows correctly from an earlier wrong one counts as
right, as it does for the staff who grade the formulas."""

import torch
from torch.nn import functional as F

from testkit import check, number, weight

PROBLEM = "feed_forward"

# The questions ask for four decimals, and three digits are enough: half a unit of the third digit is at most 0.5 % of a
# number, and intermediate results rounded to four decimals may add 0.0001.
ROUNDED = {"rtol": 5e-3, "atol": 1e-4}


def rows(text):
    return torch.tensor([[float(entry) for entry in row.split()] for row in text.split(";")], dtype=torch.float64)


LAYERS = {  # weights and biases, layer by layer
    "h1": (rows("1 0 1; 0 1 1; -1 1 0; 1 1 0"), rows("-1 0 1 2")[0]),
    "h2": (rows("1 1 0 0; 0 -1 0 1; 1 0 1 -1"), rows("-1 1 0")[0]),
    "logits": (rows("1 -1 0; 0 1 1; 1 0 -1"), rows("1 -1 0")[0]),
}
TRUTH = torch.tensor(2)


def layer(name, below):
    out = F.linear(below, *LAYERS[name])
    return out if name == "logits" else torch.relu(out)


def right():
    """Return all results, computed from x."""
    h1 = layer("h1", rows("1 -2 3")[0])
    h2 = layer("h2", h1)
    logits = layer("logits", h2)
    return {"h1": h1, "h2": h2, "logits": logits, "probabilities": logits.softmax(0)}


def own(student, key, results):
    """Return the student's earlier result, or the right one if the student's has another length or repeats one number: that
    is no computed result."""
    given = student.module("report.numeric_answers").read_answer(PROBLEM, key)
    try:
        theirs = torch.tensor(check.numbers(given, len(results[key])), dtype=torch.float64)
    except check.CheckFailure:
        return results[key]
    return results[key] if theirs.min() == theirs.max() else theirs


def judge(student, key, from_right, earlier, what, hint):
    """Compare a number with the right result or, if they differ, with what follows from the student's earlier result.

    Args:
        from_right: a function of all right results.
        earlier: earlier result -> a function of the student's version of it.
    """
    results = right()
    given = check.answer(student, PROBLEM, key)
    try:
        check.close(given, from_right(results).tolist(), what=what, hint=hint, **ROUNDED)
    except check.CheckFailure as failure:
        for name, following in earlier.items():
            try:
                check.close(given, following(own(student, name, results)).tolist(), what=what, **ROUNDED)
            except check.CheckFailure:
                continue
            return
        raise failure from None


@number("13")
@weight(5)
def test_first_hidden_layer(student):
    """The first hidden layer in report/answers.toml is right."""
    hint = "For each row: add the products and the bias; then apply ReLU."
    judge(student, "h1", lambda results: results["h1"], {}, "h1", hint)


@number("14")
@weight(5)
def test_second_hidden_layer(student):
    """The second hidden layer in report/answers.toml is right, or follows from your first one."""
    hint = "As for the first layer; its input is the first layer after ReLU."
    judge(student, "h2", lambda results: results["h2"], {"h1": lambda h1: layer("h2", h1)}, "h2", hint)


@number("15")
@weight(5)
def test_logits(student):
    """The logits in report/answers.toml are right, or follow from your second hidden layer."""
    hint = "Weights and biases as in every layer; no ReLU follows here."
    judge(student, "logits", lambda results: results["logits"], {"h2": lambda h2: layer("logits", h2)}, "logits", hint)


@number("16")
@weight(5)
def test_probabilities(student):
    """The probabilities in report/answers.toml are right, or follow from your logits."""
    hint = "The probabilities are positive and sum to one. Which function of the logits gives them?"
    earlier = {"logits": lambda logits: logits.softmax(0)}
    judge(student, "probabilities", lambda results: results["probabilities"], earlier, "probabilities", hint)


@number("17")
@weight(10)
def test_predicted_class(student):
    """The predicted class in report/answers.toml is right, or follows from your probabilities or logits."""
    earlier = {key: lambda values: values.argmax() + 1 for key in ("probabilities", "logits")}
    hint = "The prediction is the most probable class. On paper, the first class has number 1."
    judge(student, "predicted_class", lambda results: results["logits"].argmax() + 1, earlier, "predicted_class", hint)


@number("18")
@weight(5)
def test_cross_entropy_of_the_report(student):
    """The cross-entropy loss in report/answers.toml is right, or follows from your probabilities or logits."""
    earlier = {
        "probabilities": lambda p: F.nll_loss(p.log(), TRUTH),
        "logits": lambda logits: F.cross_entropy(logits, TRUTH),
    }
    hint = "Take the probability of the true class, and its natural logarithm."
    judge(student, "loss", lambda results: F.cross_entropy(results["logits"], TRUTH), earlier, "loss", hint)


@number("19")
@weight(10)
def test_smoothed_loss_of_the_report(student):
    """The loss with smoothed labels in report/answers.toml is right, or follows from your probabilities or logits."""

    def loss(logits):
        return F.cross_entropy(logits, TRUTH, label_smoothing=0.1)

    earlier = {"probabilities": lambda p: loss(p.log()), "logits": loss}
    hint = "There are three terms. Do your three smoothed labels sum to one?"
    judge(student, "smoothed_loss", lambda results: loss(results["logits"]), earlier, "smoothed_loss", hint)
