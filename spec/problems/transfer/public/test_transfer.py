"""The worked examples of the hand-out."""

import torch

from testkit import check, number, weight


@number("1")
@weight(1)
def test_worked_unit_length(student):
    """unit_length gives the rows of the hand-out's example."""
    check.close(
        student.module("src.transfer").unit_length(torch.tensor([[3.0, 4.0], [0.0, 0.0], [0.0, 2.0]])),
        torch.tensor([[0.6, 0.8], [0.0, 0.0], [0.0, 1.0]]),
        what="the rows of unit_length",
        hint="Each row has a length of its own. What do you divide a row of zeros by?",
    )


@number("2")
@weight(1)
def test_worked_accuracy(student):
    """mean_per_class_accuracy gives 75 % for the hand-out's example."""
    labels, predictions = torch.tensor([0, 0, 0, 0, 2, 2]), torch.tensor([0, 0, 0, 0, 2, 1])
    check.close(
        student.module("src.transfer").mean_per_class_accuracy(labels, predictions, 3),
        75.0,
        rtol=1e-5,
        what="the mean-per-class accuracy",
        hint="Which classes occur among the labels, and how much of each is right?",
    )


@number("3")
@weight(1)
def test_features_of_one_layer(student):
    """extract_features gives the eight values that enter the last layer of a small network, for each picture."""
    tools = student.module("testkit.probes.transfer")
    loader = tools.batches(torch.ones(5, 3, 8, 8), torch.arange(5), [3, 2])
    answer = student.module("src.transfer").extract_features(tools.make_classifier("fc", 1), loader)
    features, labels = check.unpack(answer, 2, what="the result of extract_features")
    check.shape(features, (5, 8), what="the features")
    check.equal(labels, torch.arange(5), what="the labels")
