"""The worked examples of the hand-out, and simple rules of run_model."""

import numpy as np
import torch

from testkit import check, number, weight

X = torch.tensor([[2.0, 0.0], [0.0, 2.0], [1.0, 0.0]])
Y = torch.tensor([0, 0, 1])


def logits_are_inputs(student):
    """Return a network of one layer whose outputs are its two inputs: identity weights, zero biases."""
    model = student.tools.network((2, 2))
    student.tools.load_parameters(model, [torch.eye(2), torch.zeros(2)])
    return model


def loader(student, batch_size):
    return student.tools.loader(student.tools.dataset(X, Y), batch_size)


@number("1")
@weight(2)
def test_dataset_gives_pairs(student):
    """MyDataset has a length, and its items are examples with their labels."""
    data = student.module("data.my_dataset").MyDataset(
        np.array([[0.0, 1.0], [2.0, 3.0], [4.0, 5.0]], dtype=np.float32), np.array([7, 8, 9])
    )
    check.equal(len(data), 3, what="len(data)", hint="Each row is a pair: the length is the number of rows.")
    (batch,) = check.unpack(student.tools.batches(student.tools.loader(data, 3)), 1, what="a loader with one batch")
    x, y = check.unpack(batch, 2, what="a batch", hint="An item is the pair (input, label).")
    check.close(x, torch.tensor([[0.0, 1.0], [2.0, 3.0], [4.0, 5.0]]), what="the inputs of a batch")
    check.equal(y, torch.tensor([7, 8, 9]), what="the labels of a batch")


@number("2")
@weight(4)
def test_evaluation_worked_by_hand(student):
    """_test gives the loss and the accuracy of the hand-out."""
    test = student.module("src.run_model")._test
    loss, accuracy = check.unpack(test(logits_are_inputs(student), loader(student, 3)), 2, what="what _test returns")
    check.close(check.number(loss, what="the loss"), 1.189039, atol=1e-5, what="the loss",
                hint="CrossEntropyLoss takes the plain logits, and averages over the batch.")
    check.close(check.number(accuracy, what="the accuracy"), 100 / 3, atol=1e-3, what="the accuracy",
                hint="The network classifies one of the three examples correctly. An accuracy is a percentage here.")


@number("3")
@weight(4)
def test_training_step_worked_by_hand(student):
    """_train takes the step of the hand-out."""
    train = student.module("src.run_model")._train
    model = logits_are_inputs(student)
    optimizer = student.tools.optimizer(model, learning_rate=1.0)
    model, loss, accuracy = check.unpack(train(model, loader(student, 3), optimizer), 3, what="what _train returns")
    weights, biases = student.tools.parameters(model).values()
    check.close(weights.cpu(), torch.tensor([[0.8358, 0.5872], [0.1642, 0.4128]]), atol=2e-4, rtol=0,
                what="the weights after one step",
                hint="Use the gradient of the batch's mean loss; a step goes against it.")
    check.close(biases.cpu(), torch.tensor([0.0896, -0.0896]), atol=2e-4, rtol=0, what="the biases after one step")
    check.close(check.number(loss, what="the loss"), 1.189039, atol=1e-5, what="the loss",
                hint="The loss of a batch is its loss before its own step.")
    check.close(check.number(accuracy, what="the accuracy"), 100 / 3, atol=1e-3, what="the accuracy")


@number("4")
@weight(2)
def test_training_without_validation(student):
    """Without a validation set, run_model trains for all its epochs and leaves the validation lists empty."""
    run_model = student.module("src.run_model").run_model
    result = run_model(logits_are_inputs(student), running_mode="train", train_set=student.tools.dataset(X, Y), batch_size=2,
                       learning_rate=0.1, n_epochs=3, shuffle=False)
    _, loss, accuracy = check.unpack(result, 3, what="what run_model returns in train mode")
    for record, name in ((loss, "the losses"), (accuracy, "the accuracies")):
        record = check.keys(record, ["train", "valid"], what=name)
        check.numbers(record["train"], 3, what=f"{name} of training", hint="There should be one value for every epoch that ran.")
        check.numbers(record["valid"], 0, what=f"{name} of validation", hint="Without a validation set, the list should be empty.")


@number("5")
@weight(2)
def test_stopping_at_a_generous_threshold(student):
    """run_model stops after the second epoch if no epoch lowers the validation loss by as much as stop_thr."""
    run_model = student.module("src.run_model").run_model
    data = student.tools.dataset(X, Y)
    result = run_model(logits_are_inputs(student), running_mode="train", train_set=data, valid_set=data, batch_size=3,
                       learning_rate=0.1, n_epochs=10, stop_thr=2.0, shuffle=False)
    _, loss, _ = check.unpack(result, 3, what="what run_model returns in train mode")
    hint = ("After the first epoch there is nothing to compare with. After the second, compare the validation loss with that "
            "of the first.")
    check.numbers(check.keys(loss, ["train", "valid"], what="the losses")["valid"], 2, what="the validation losses", hint=hint)


@number("6")
@weight(2)
def test_test_mode_worked_by_hand(student):
    """run_model in test mode returns the loss and the accuracy of the test set."""
    run_model = student.module("src.run_model").run_model
    result = run_model(logits_are_inputs(student), running_mode="test", test_set=student.tools.dataset(X, Y), batch_size=3)
    loss, accuracy = check.unpack(result, 2, what="what run_model returns in test mode",
                                  hint="Test mode returns two numbers: the loss, then the accuracy.")
    check.close(check.number(loss, what="the loss"), 1.189039, atol=1e-5, what="the loss")
    check.close(check.number(accuracy, what="the accuracy"), 100 / 3, atol=1e-3, what="the accuracy")
