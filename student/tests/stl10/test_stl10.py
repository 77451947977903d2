"""The examples of the hand-out."""

import torch

from testkit import check, controls, number, weight


@number("1")
@weight(2)
def test_logits_of_your_network(student):
    """YourModel's network gives ten logits for every picture, for any settings."""
    for settings in ({}, {"num_blocks": 3, "feature_maps": 8, "use_skip": False}, {"batch_norm": False, "activation": "tanh"}):
        model = student.module("src.stl10_models").YourModel(verbose=False, **settings)
        check.shape(student.tools.predict(model.network, torch.zeros(3, 3, 32, 32)), (3, 10), what="the output",
                    hint="The pictures are 32 x 32, and every block halves height and width.")


@number("2")
@weight(2)
def test_number_of_weights(student, rng):
    """YourModel's network has as many weights as the hand-out says, with and without skip connections."""
    for use_skip in (False, True):
        model = student.module("src.stl10_models").YourModel(num_blocks=3, batch_norm=False, use_skip=use_skip, verbose=False)
        student.tools.predict(model.network, torch.zeros(2, 3, 32, 32))  # for lazy layers
        check.equal(controls.ask_parameter_count(student, rng, model.network), 307498, what="the number of weights and biases",
                    hint="Three blocks of 32, 64 and 128 channels, and 128 maps of 4 x 4 for the linear layer.")


@number("3")
@weight(1)
def test_augmented_pictures(student):
    """augment keeps the shape, and the middle of an evenly grey picture."""
    x = torch.full((4, 3, 16, 16), 0.5)
    made = student.module("src.regularise").augment(x, torch.Generator().manual_seed(0))
    check.shape(made, (4, 3, 16, 16), what="the augmented pictures")
    check.that(bool((check.tensor(made)[:, :, 4:12, 4:12] == 0.5).all()), "The middle of a grey picture should stay grey.",
               hint="Pictures are moved by at most 4 pixels.")


@number("4")
@weight(2)
def test_stopping_worked_by_hand(student):
    """EarlyStopping stops after the epoch that the hand-out names."""
    stopping = student.module("src.regularise").EarlyStopping(patience=3)
    answers = [stopping.should_stop(accuracy) for accuracy in (30.0, 42.0, 41.0, 45.0, 45.0, 44.0, 43.0)]
    check.equal(answers, [False] * 6 + [True], what="the answers of should_stop",
                hint="The best accuracy, 45, comes in the fourth epoch. How many epochs pass after it?")


@number("5")
@weight(2)
def test_mixup_worked_by_hand(student):
    """mixup_loss gives the loss of the hand-out, and mixup pictures between two others."""
    regularise = student.module("src.regularise")
    loss = regularise.mixup_loss(torch.zeros(2, 4), torch.tensor([0, 1]), torch.tensor([1, 0]), 0.7)
    check.close(check.number(loss, what="the loss"), 1.3863, what="the loss for equal logits", rtol=0, atol=1e-4)
    loss = regularise.mixup_loss(torch.tensor([[2.0, 0.0]]), torch.tensor([0]), torch.tensor([1]), 0.7)
    check.close(check.number(loss, what="the loss"), 0.7269, what="the loss of the example", rtol=0, atol=1e-4)
    answer = regularise.mixup(torch.tensor([[0.0], [1.0]]), torch.tensor([3, 4]), 1.0, torch.Generator().manual_seed(0))
    made, _, _, share = check.unpack(answer, 4, what="what mixup returns")
    check.between(check.number(share, what="the share"), 0, 1, what="the share")
    check.between(made, 0, 1, what="the mixed pictures", hint="The two weights of a mixture add up to one.")
