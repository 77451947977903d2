"""The worked example of the hand-out."""

import torch

from testkit import check, number, weight


def halve(model, x, y):
    """Return samples of half their size: an attack that needs no gradient."""
    return check.tensor(x, what="the batch that the attack gets") / 2


def leave(model, x, y):
    """Return the samples as they are."""
    return x


def example(student):
    """Return a linear network of two inputs and two classes whose weights are all zero, and one batch of two samples."""
    model = student.tools.network((2, 2), flatten=False)
    student.tools.load_parameters(model, [torch.zeros(2, 2), torch.zeros(2)])
    x, y = torch.tensor([[4.0, 0.0], [0.0, 8.0]]), torch.tensor([0, 1])
    return model, student.tools.loader(student.tools.dataset(x, y), 2)


@number("1")
@weight(1)
def test_epoch_by_hand(student):
    """adversarial_epoch takes the step of the hand-out."""
    model, loader = example(student)
    loss = student.module("src.robust").adversarial_epoch(model, loader, halve, student.tools.optimizer(model, 1.0))
    check.close(check.number(loss, what="the loss of the epoch"), 0.6931472, what="the loss of the epoch", rtol=1e-5, atol=1e-6)
    (matrix, bias) = student.tools.parameters(model).values()
    check.close(matrix, torch.tensor([[0.5, -1.0], [-0.5, 1.0]]), what="the weights after the epoch", rtol=1e-5, atol=1e-6)
    check.close(bias, torch.zeros(2), what="the biases after the epoch", rtol=0, atol=1e-6)


@number("2")
@weight(1)
def test_training_by_hand(student):
    """adversarial_training gives the history of the hand-out."""
    model, loader = example(student)
    history = student.module("src.robust").adversarial_training(
        model, loader, loader, halve, student.tools.optimizer(model, 1.0), 2, "models/worked_example.pt")
    history = check.keys(history, ["loss", "robust"], what="the history")
    # The second loss is (log(1 + exp(-2)) + log(1 + exp(-8))) / 2: after the first step the logits differ by 2 and by 8.
    check.close(check.numbers(history["loss"], 2, what="the losses"), [0.6931472, 0.0636316], what="the losses", rtol=1e-4, atol=0)
    check.close(check.numbers(history["robust"], 2, what="the robust accuracies"), [100.0, 100.0], what="the robust accuracies",
                rtol=0, atol=1e-3)


@number("3")
@weight(1)
def test_load_best_by_hand(student):
    """load_best puts back the weights that the training stored."""
    model, loader = example(student)
    module = student.module("src.robust")
    module.adversarial_training(model, loader, loader, leave, student.tools.optimizer(model, 1.0), 1, "models/worked_example.pt")
    other, _ = example(student)
    loaded = module.load_best(other, "models/worked_example.pt")
    check.that(loaded is not None, "load_best should return the model.")
    (matrix, _) = student.tools.parameters(loaded).values()
    # Without an attack the step is twice as long as that of the hand-out.
    check.close(matrix, torch.tensor([[1.0, -2.0], [-1.0, 2.0]]), what="the loaded weights", rtol=1e-5, atol=1e-6)
