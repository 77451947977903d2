"""First checks of Digit_Classifier: shapes and numbers of weights."""

import torch

from testkit import check, controls, number, weight


@number("1")
@weight(2)
def test_logits_of_a_batch(student):
    """Digit_Classifier gives ten logits for every picture of a batch."""
    model = student.module("src.models").Digit_Classifier()
    for batch in (1, 7):
        hint = "The input has a row of 784 numbers for each picture, the output a row of ten."
        check.shape(model(torch.zeros(batch, 784)), (batch, 10), what="the output", hint=hint)


@number("2")
@weight(2)
def test_number_of_weights(student, rng):
    """Digit_Classifier has as many trainable parameters as its layers need."""
    model = student.module("src.models").Digit_Classifier()
    model(torch.zeros(2, 784))  # layers may take their shape from the first batch
    check.equal(controls.ask_parameter_count(student, rng, model), 784 * 128 + 128 + 128 * 64 + 64 + 64 * 10 + 10,
                what="the number of weights and biases",
                hint="784 inputs, 128 and 64 hidden nodes, 10 outputs; every node has a bias.")
