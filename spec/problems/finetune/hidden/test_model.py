"""The model: where the backbone is cut, what stands on it, and what freezing does."""

from pathlib import Path
from runpy import run_path
from types import SimpleNamespace

import torch

from testkit import check, number, weight

reference = SimpleNamespace(**run_path(str(Path(__file__).with_name("reference.py"))))


@number("3")
@weight(3)
def test_forward_pass(student, rng):
    """In evaluation mode the model computes what the hand-out says, for pictures of several sizes, also for one alone."""
    order = "First the maxima, then the averages; batch normalisation before each dropout; ReLU before the second one."
    pool = "Other backbones are right, this one has a maxpool: which of its children are in the body?"
    shape = "Square pictures are right: how large is the part of a map that each number is taken from?"
    alone = "Batches are right, one picture alone is not: which axes do you remove?"
    for n_classes, hidden, side, width, has_pool, count, hint in (
        (5, 11, 32, 32, False, 6, order),
        (3, 8, 48, 48, True, 6, pool),
        (3, 8, 48, 96, False, 6, shape),
        (5, 11, 32, 32, False, 1, alone),
    ):
        model, trusted, head = reference.new_model(student, rng, n_classes=n_classes, hidden=hidden, pool=has_pool)
        x = reference.pictures(rng, count, side, width)
        with torch.no_grad():
            expected = reference.head_logits(reference.body_maps(trusted.eval(), x), head)
        check.close(student.tools.evaluate(model, x), expected, what="the output of the model", **reference.CLOSE, hint=hint)


@number("4")
@weight(2)
def test_keeps_the_body(student, rng):
    """The body holds the backbone's own layers, with their names, weights and averages."""
    seed = reference.draw_seed(rng)
    trusted = reference.own.backbone(seed)
    backbone = student.module("testkit.probes.finetune").backbone(seed)
    model = student.module("src.finetune").build_transfer_model(backbone, 4, 6)
    claimed = list(student.tools.parameters(model).values())
    for value, expected in zip(claimed, reference.body_parameters(trusted), strict=False):
        check.close(value, expected, what="a weight of the body", rtol=1e-6, atol=1e-7,
                    hint="The body is made of the backbone's own layers; to build or to run it must not change them.")
    x = reference.pictures(rng)
    with torch.no_grad():
        expected = reference.body_maps(trusted.eval(), x)
    check.close(student.tools.evaluate(model.body, x), expected, what="the maps of the body", **reference.CLOSE,
                hint="Averages of batch normalisation belong to what was pretrained. What moves them?")
    names = student.module("testkit.probes.finetune").names_of(model.body)
    check.that(names == [name for name, child in trusted.named_children() if name != "fc" and list(child.parameters())],
               "The body's layers should have the names that they have in the backbone.", values=f"{names}",
               hint="A Sequential numbers its layers unless it is told their names.")
    with torch.no_grad():
        for value in trusted.parameters():
            value.add_(0.3 * torch.randn(value.shape, generator=rng))
        expected = reference.body_maps(trusted, x)
    student.tools.load_parameters(backbone, [value.detach() for value in trusted.parameters()])
    check.close(student.tools.evaluate(model.body, x), expected, what="the maps of the body after a change of the backbone",
                **reference.CLOSE, hint="The hand-out asks for the backbone's own layers. Does the body see it when they change?")


@number("5")
@weight(2)
def test_dropout(student, rng):
    """Dropout acts in training mode, with half of the probability before the first linear layer."""
    model, trusted, head = reference.new_model(student, rng, dropout=0.0)
    x = reference.pictures(rng, count=8)
    with torch.no_grad():
        expected = reference.head_logits(reference.body_maps(trusted.train(), x), head, training=True)
    check.close(student.tools.predict(model, x, train=True), expected, what="the output in training mode with dropout=0",
                rtol=1e-2, atol=1e-3)
    model, _, _ = reference.new_model(student, rng, dropout=1.0)
    logits = check.tensor(student.tools.predict(model, x, train=True), what="the output in training mode with dropout=1")
    check.close(logits, logits[:1].expand(len(x), -1), what="the output in training mode with dropout=1, picture by picture",
                rtol=0, atol=1e-5, hint="With a dropout of 1 nothing reaches the last layer: all pictures have the same output.")


@number("6")
@weight(1)
def test_dropout_of_the_first_layer(student, rng):
    """The first dropout has half of the probability of the second."""
    rate = 0.2 + 0.6 * float(torch.rand((), generator=rng))
    head = reference.new_model(student, rng, dropout=rate)[0].head
    layers = [head[place] for place in range(int(student.tools.length(head)))]
    rates = [float(layer.p) for layer in layers if getattr(layer, "student_type", type(layer).__name__) == "Dropout"]
    check.equal(len(rates), 2, what="the number of dropouts in the head")
    for word, given, expected in zip(("first", "second"), rates, (rate / 2, rate), strict=True):
        check.close(given, expected, what=f"the probability of the {word} dropout", rtol=1e-5, atol=0,
                    hint="fast.ai halves the first one: less is dropped where there are few numbers.")


@number("7")
@weight(2)
def test_frozen_body_gets_no_gradient(student, rng):
    """After freeze_body gradients reach the head alone, after unfreeze the body too."""
    module = student.module("src.finetune")
    model, trusted, _ = reference.new_model(student, rng, dropout=0.0)
    count = len(reference.body_parameters(trusted))
    x, y = reference.pictures(rng), torch.randint(5, (6,), generator=rng)
    module.freeze_body(model)
    slopes = list(student.tools.loss_gradients(model, x, y).values())
    check.that(all(slope is None for slope in slopes[:count]), "A frozen body should get no gradient.")
    check.that(all(slope is not None for slope in slopes[count:]), "The head should get gradients while the body is frozen.",
               hint="Which parameters does freeze_body change?")
    module.unfreeze(model)
    slopes = list(student.tools.loss_gradients(model, x, y).values())
    check.that(all(slope is not None for slope in slopes), "After unfreeze every parameter should get a gradient.")


@number("8")
@weight(3)
def test_frozen_body_keeps_its_averages(student, rng):
    """The averages of a frozen body's batch normalisation do not move in training mode."""
    module = student.module("src.finetune")
    for again in (False, True):
        model, trusted, _ = reference.new_model(student, rng)
        x = reference.pictures(rng)
        with torch.no_grad():
            expected = reference.body_maps(trusted.eval(), x)
        module.freeze_body(model)
        if again:
            model.eval()
            model.train()
        model(3 + 2 * x)
        check.close(student.tools.evaluate(model.body, x), expected, what="the maps of the frozen body after a forward pass", **reference.CLOSE,
                    hint="No gradient, and yet the body changes: what does batch normalisation do in training mode, and who sets that mode "
                         "at the beginning of each epoch?")


@number("9")
@weight(1)
def test_unfrozen_body_trains(student, rng):
    """After unfreeze the body has the head's mode, and its batch normalisation averages in training mode again."""
    module = student.module("src.finetune")
    mode = "unfreeze gives the body the mode that the head has, whichever that is."
    for modes, training, words, hint in (
        ((True, None, True), True, "a pass in training mode", "What freeze_body has set, unfreeze takes back: gradients and mode."),
        ((True, None), True, "unfreeze of a model in training mode and a pass", mode),
        ((False, None), False, "unfreeze of a model in evaluation mode and a pass", mode),
    ):
        model, trusted, _ = reference.new_model(student, rng)
        module.freeze_body(model)
        for one in modes:  # None: unfreeze
            if one is None:
                module.unfreeze(model)
            elif one:
                model.train()
            else:
                model.eval()
        x = reference.pictures(rng)
        model(3 + 2 * x)
        with torch.no_grad():
            reference.body_maps(trusted.train(training), 3 + 2 * x)
            expected = reference.body_maps(trusted.eval(), x)
        check.close(student.tools.evaluate(model.body, x), expected, what=f"the maps of the body after {words}",
                    rtol=1e-2, atol=1e-3, hint=hint)
