"""First checks of the two dog networks: shapes and numbers of weights."""

import torch

from testkit import check, controls, number, weight


@number("1")
@weight(2)
def test_fc_logits_of_a_batch(student):
    """Dog_Classifier_FC gives ten logits for every picture of a batch."""
    model = student.module("src.models").Dog_Classifier_FC()
    for batch in (1, 4):
        output = student.module("testkit.probes.dogset").answer(model, torch.zeros(batch, 12288))
        check.shape(output, (batch, 10), what="the output",
                    hint="The input has a row of 12288 numbers for each picture, the output a row of ten.")


@number("2")
@weight(2)
def test_fc_number_of_weights(student, rng):
    """Dog_Classifier_FC has as many trainable parameters as its layers need."""
    model = student.module("src.models").Dog_Classifier_FC()
    student.module("testkit.probes.dogset").answer(model, torch.zeros(2, 12288))  # for lazy layers
    check.equal(controls.ask_parameter_count(student, rng, model), 12288 * 128 + 128 + 128 * 64 + 64 + 64 * 10 + 10,
                what="the number of weights and biases",
                hint="12288 inputs, 128 and 64 hidden nodes, 10 outputs; every node has a bias.")


@number("3")
@weight(2)
def test_conv_worked_example(student, rng):
    """Dog_Classifier_Conv with 5x5 kernels and stride 1 takes pictures with channels last and gives ten logits for each."""
    model = student.module("src.models").Dog_Classifier_Conv([(5, 5), (5, 5)], [(1, 1), (1, 1)])
    for batch in (1, 4):
        check.shape(model(torch.zeros(batch, 64, 64, 3)), (batch, 10), what="the output",
                    hint="Pictures have shape (N, 64, 64, 3), and Conv2d expects the channels right after the batch axis.")
    check.equal(controls.ask_parameter_count(student, rng, model), 16 * 3 * 25 + 16 + 32 * 16 * 25 + 32 + 5408 * 10 + 10,
                what="the number of weights and biases",
                hint="In this example 32 maps of 13 x 13 reach the last layer: follow the table of the hand-out.")


@number("4")
@weight(2)
def test_conv_with_strides(student, rng):
    """Dog_Classifier_Conv works with other kernels and strides: the second example of the hand-out."""
    model = student.module("src.models").Dog_Classifier_Conv([(3, 5), (4, 2)], [(2, 1), (1, 3)])
    check.shape(model(torch.zeros(2, 64, 64, 3)), (2, 10), what="the output",
                hint="The size of the last layer follows from kernel_size and stride; it is not a constant.")
    check.equal(controls.ask_parameter_count(student, rng, model), 16 * 3 * 15 + 16 + 32 * 16 * 8 + 32 + 960 * 10 + 10,
                what="the number of weights and biases",
                hint="If the previous count is right: the first number of each tuple is for the height, the second for the width.")
