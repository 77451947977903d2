"""Forward passes of both networks, recomputed here from weights that the test chose."""

from pathlib import Path
from runpy import run_path
from types import SimpleNamespace

import torch

from testkit import check, controls, number, weight

reference = SimpleNamespace(**run_path(str(Path(__file__).with_name("reference.py"))))


def pictures(rng, count):
    """Draw random pictures: all their numbers differ, so every change of order has an effect."""
    return torch.randn(count, 3, 32, 32, generator=rng)


@number("10")
@weight(4)
def test_cifar_net_forward_pass(student, rng):
    """CifarNet computes what the table of the hand-out says."""
    model, layers = reference.with_weights(student, rng, "CifarNet")
    for batch in (1, 4):
        x = pictures(rng, batch)
        expected = reference.logits("CifarNet", layers, x)
        check.close(model(x), expected, what="the output of CifarNet",
                    hint="Follow one picture through the table of the hand-out: which steps have a ReLU, which maps are pooled?",
                    **reference.CLOSE)


@number("11")
@weight(4)
def test_alex_net_forward_pass(student, rng):
    """AlexNet computes what the table of the hand-out says, in evaluation mode."""
    model, layers = reference.with_weights(student, rng, "AlexNet")
    for batch in (1, 3):
        x = pictures(rng, batch)
        expected = reference.logits("AlexNet", layers, x)
        check.close(student.tools.predict(model, x), expected, what="the output of AlexNet",
                    hint="Follow one picture through the table of the hand-out: stride and padding, which steps have a ReLU, which "
                         "maps are pooled. Is dropout off in evaluation mode?", **reference.CLOSE)


@number("12")
@weight(3)
def test_alex_net_dropout(student, rng):
    """In training mode, AlexNet applies dropout to what enters each of its hidden layers."""
    for dropout in (0.5, 0.2):
        model, layers = reference.with_weights(student, rng, "AlexNet", dropout=dropout)
        x, seed = pictures(rng, 3), int(torch.randint(2**31, (), generator=rng))
        with torch.random.fork_rng(devices=[]):
            torch.manual_seed(seed)
            expected = reference.logits("AlexNet", layers, x, dropout=dropout)
        check.close(student.module("testkit.probes.cifar_cnn").predict_with_dropout(model, x, seed), expected,
                    what="the output of AlexNet in training mode",
                    hint="If the forward pass in evaluation mode is right: how many times is dropout applied, to what, and with "
                         "which probability?", **reference.CLOSE)


@number("13")
@weight(1)
def test_pictures_do_not_see_each_other(student, rng):
    """In evaluation mode the logits of a picture do not depend on the rest of its batch, and the batch stays as it was."""
    for name in ("CifarNet", "AlexNet"):
        model, _ = reference.with_weights(student, rng, name)
        x = pictures(rng, 3)
        output, changed = controls.call_keeping_inputs(student, rng, student.tools.predict, model, x)
        check.that("1" not in changed, "The model should not change its input.", hint="Some operations work in place.")
        check.shape(output, (3, 10), what="the output")
        alone = torch.cat([student.tools.predict(model, row[None]) for row in x])
        check.close(alone, output, what="the output for pictures one by one", hint="If you flatten, keep the batch axis.",
                    **reference.CLOSE)
