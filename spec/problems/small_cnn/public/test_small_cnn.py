"""First checks of SmallCNN and BetterCNN: shapes and numbers of weights, the examples of the hand-out."""

import torch

from testkit import check, controls, number, weight

CONVOLUTIONS = 64 * 3 * 11 * 11 + 128 * 64 * 3 * 3 + 128 * 128 * 3 * 3
BIASES = 64 + 128 + 128
LAST = 128 * 10 + 10


@number("1")
@weight(2)
def test_logits_of_a_batch(student):
    """SmallCNN gives ten logits for every picture of a batch, with and without batch normalisation."""
    for batch_norm in (False, True):
        model = student.module("src.models").SmallCNN(batch_norm=batch_norm)
        for batch in (1, 3):
            check.shape(model(torch.zeros(batch, 3, 32, 32)), (batch, 10), what="the output",
                        hint="The average over the map leaves one number for each of its 128 channels.")


@number("2")
@weight(2)
def test_number_of_weights(student, rng):
    """SmallCNN has as many trainable parameters as its layers need."""
    model = student.module("src.models").SmallCNN()
    student.tools.predict(model, torch.zeros(1, 3, 32, 32))  # for lazy layers
    check.equal(controls.ask_parameter_count(student, rng, model), CONVOLUTIONS + BIASES + LAST,
                what="the number of weights and biases",
                hint="Three convolutions and one linear layer, each with biases. How many numbers reach the linear layer?")


@number("3")
@weight(2)
def test_number_of_weights_with_batch_norm(student, rng):
    """SmallCNN(batch_norm=True) has two further numbers for each channel of each convolution."""
    model = student.module("src.models").SmallCNN(batch_norm=True)
    student.tools.predict(model, torch.zeros(1, 3, 32, 32))
    count = controls.ask_parameter_count(student, rng, model)
    # Batch normalisation adds a shift of its own, so the convolutions before it may go without biases.
    check.that(count in (CONVOLUTIONS + BIASES + 2 * BIASES + LAST, CONVOLUTIONS + 2 * BIASES + LAST),
               "The number of weights and biases is not right.", values=f"Counted: {count}.",
               hint="Each of the three batch normalisations has a scale and a shift for each of its channels.")


@number("4")
@weight(1)
def test_better_cnn_logits(student):
    """BetterCNN gives ten logits for every picture of a batch."""
    model = student.module("src.models").BetterCNN()
    for batch in (2, 5):
        check.shape(student.tools.predict(model, torch.zeros(batch, 3, 32, 32)), (batch, 10), what="the output")
