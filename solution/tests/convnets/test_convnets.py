"""The examples of the hand-out: shapes, numbers of weights, and what the functions of src/fitting.py return."""

import torch

from testkit import check, controls, number, weight


def count(student, rng, model):
    """Return the number of weights and biases, after a batch for lazy layers."""
    check.shape(student.tools.predict(model, torch.zeros(3, 3, 32, 32)), (3, 10), what="the output")
    return controls.ask_parameter_count(student, rng, model)


@number("1")
@weight(1)
def test_shallow_net(student, rng):
    """ShallowNet gives ten logits for every picture, and has as many weights as the Sequential."""
    check.equal(count(student, rng, student.module("src.models").ShallowNet()), 9066, what="the number of weights and biases")


@number("2")
@weight(2)
def test_simple_conv_net(student, rng):
    """SimpleConvNet gives ten logits for every picture, and has as many weights as its table."""
    check.equal(count(student, rng, student.module("src.models").SimpleConvNet()), 29290, what="the number of weights and biases",
                hint="The average over the map leaves 64 numbers for the linear layer.")


@number("3")
@weight(1)
def test_weights_of_batch_norm(student, rng):
    """Batch normalisation adds a scale and a shift for each channel."""
    found = count(student, rng, student.module("src.models").SimpleConvNet(batch_norm=True))
    # The convolutions before it may go without their 128 biases.
    check.that(found in (29290 + 256, 29290 + 128), "The number of weights and biases is not right.", values=f"Counted: {found}.",
               hint="The three convolutions have 32, 32 and 64 channels.")


@number("4")
@weight(1)
def test_weights_of_residual_connections(student, rng):
    """Residual connections add one convolution of 1 x 1."""
    found = count(student, rng, student.module("src.models").SimpleConvNet(residual=True))
    check.equal(found, 29290 + 2112, what="the number of weights and biases", hint="They add S alone, with its biases, and take no layer away.")


@number("5")
@weight(1)
def test_history_has_four_lists(student):
    """fit returns a dict of four lists with one number for every epoch."""
    tools = student.tools
    loader = tools.loader(tools.dataset(torch.eye(4), torch.tensor([0, 1, 2, 0])), 2)
    model = tools.network((4, 3))
    history = student.module("src.fitting").fit(model, loader, loader, tools.optimizer(model, 0.1), n_epochs=2)
    for name, values in check.keys(history, ["train_loss", "train_accuracy", "valid_loss", "valid_accuracy"],
                                   what="the history").items():
        check.numbers(values, 2, what=f"the history of {name}", hint="There is one number for every epoch.")


@number("6")
@weight(1)
def test_augmented_picture(student):
    """A data set with augmentation gives pictures of the same shape, and their labels."""
    fitting = student.module("src.fitting")
    pictures = student.tools.dataset(torch.full((2, 3, 32, 32), 0.5), torch.tensor([7, 8]))
    data = fitting.TransformedDataset(pictures, fitting.augmentation())
    x, y = check.unpack(data[1], 2, what="an item")
    check.shape(x, (3, 32, 32), what="an augmented picture")
    check.equal(int(check.number(y, what="a label")), 8, what="a label")
    check.between(x, 0, 0.5, what="an augmented picture", hint="Only the zeros at its edges are new.")
    check.that(bool((check.tensor(x)[:, 4:28, 4:28] == 0.5).all()), "The middle of an evenly grey picture should stay as it was.")
