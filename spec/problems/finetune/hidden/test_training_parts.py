"""Groups for the optimizer, the table of layers, the split."""

from pathlib import Path
from runpy import run_path
from types import SimpleNamespace

import torch

from testkit import check, controls, effect_checks, number, weight
from testkit.probes import effects

reference = SimpleNamespace(**run_path(str(Path(__file__).with_name("reference.py"))))


@number("10")
@weight(3)
def test_layer_groups(student, rng):
    """layer_groups gives each part of the model its parameters and its learning rate."""
    for pool in (False, True):  # with a maxpool, the places of the later children move
        judge_groups(student, rng, *reference.new_model(student, rng, pool=pool))


def judge_groups(student, rng, model, trusted, head):
    rates = (0.1 + torch.rand(3, generator=rng)).tolist()
    given = student.module("testkit.probes.finetune").groups_by_value(student.module("src.finetune").layer_groups(model, rates))
    check.equal(len(given), 3, what="the number of groups")
    named = dict(trusted.named_parameters())
    early = [named[name] for name in named if name.startswith(("conv1", "bn1", "layer1", "layer2"))]
    late = [named[name] for name in named if name.startswith(("layer3", "layer4"))]
    for word, (values, rate), expected, own_rate in zip(("first", "second", "third"), given, (early, late, head), rates, strict=True):
        check.close(rate, own_rate, what=f"the learning rate of the {word} group", rtol=1e-6, atol=0,
                    hint="The rates come in the order early, late, head.")
        check.equal(len(values), len(expected), what=f"the number of parameters of the {word} group",
                    hint="The cut lies before layer3, and between body and head.")
        for value, right in zip(values, expected, strict=True):
            check.close(value, right.detach(), what=f"a parameter of the {word} group", rtol=1e-6, atol=1e-7)


@number("11")
@weight(2)
def test_layer_table(student, rng):
    """layer_table lists every call of a layer in the order of the forward pass."""
    model, trusted, _ = reference.new_model(student, rng, n_classes=5, hidden=11)
    rows = student.module("src.finetune").layer_table(model.body, reference.pictures(rng, count=2, side=32))
    sizes = {"conv1": 108, "bn1": 8}
    stage = {4: (4, 4, 16), 5: (4, 5, 8), 6: (5, 6, 4), 7: (6, 7, 2)}
    expected = [("Conv2d", (4, 32, 32), sizes["conv1"]), ("BatchNorm2d", (4, 32, 32), sizes["bn1"]), ("ReLU", (4, 32, 32), 0)]
    for n_in, n_out, side in stage.values():
        shape = (n_out, side, side)
        expected += [("Conv2d", shape, 9 * n_in * n_out), ("BatchNorm2d", shape, 2 * n_out), ("Conv2d", shape, n_in * n_out),
                     ("ReLU", shape, 0)]
    check_rows(rows, expected)


@number("12")
@weight(2)
def test_layer_table_follows_the_pass(student, rng):
    """layer_table lists a layer as often as it is called, and one that is never called not at all."""
    model = student.module("testkit.probes.finetune").twice()
    rows = student.module("src.finetune").layer_table(model, torch.randn(2, 3, 6, 5, generator=rng))
    check_rows(rows, [("Conv2d", (3, 6, 5), 84), ("Dropout", (3, 6, 5), 0), ("Conv2d", (3, 6, 5), 84)])


def check_rows(rows, expected):
    check.equal(len(rows), len(expected), what="the number of rows",
                hint="A module has a row each time it is called; containers and blocks have none.")
    for row, right in zip(rows, expected, strict=True):
        kind, shape, count = check.unpack(row, 3, what="a row")
        check.that(str(kind) == right[0], "A row should begin with the name of the layer's class, in the order of the forward pass.")
        check.that([int(size) for size in shape] == list(right[1]), "A row should have the shape of the output, without the batch.")
        check.equal(int(check.number(count, what="a number of weights")), right[2], what="the number of weights of a layer",
                    hint="Weights and biases of this layer itself; batch normalisation has two for each map.")


@number("13")
@weight(1)
def test_layer_table_changes_nothing(student, rng):
    """layer_table moves no average of batch normalisation, leaves every mode as it was, and no hook behind."""
    model, trusted, _ = reference.new_model(student, rng)
    model.train()
    student.module("src.finetune").layer_table(model, 3 + 2 * reference.pictures(rng))
    x = reference.pictures(rng)
    with torch.no_grad():
        expected = reference.body_maps(trusted.eval(), x)
    check.close(student.tools.evaluate(model.body, x), expected, what="the maps of the body after layer_table", **reference.CLOSE,
                hint="The pass of layer_table is one in evaluation mode.")
    ask, other = student.tools.in_training_mode, student.tools.network((4, 3))
    modes = controls.ask(rng, lambda: ask(model), controls.Control(lambda: ask(other), lambda answer: answer == [True] * 3))
    check.that(all(modes), "A model in training mode should be in training mode again after layer_table.")
    seed, probes = reference.draw_seed(rng), student.module("testkit.probes.finetune")
    model, before = probes.used_backbone(seed), effects.state(reference.own.used_backbone(seed))
    student.module("src.finetune").layer_table(model, reference.pictures(rng))
    after = effect_checks.ask_state(student, rng, model, lambda load, seed: load("testkit.probes.finetune").used_backbone(seed))
    check.equal(after["modes"], before["modes"], what="the modes of the modules", hint="Each module had a mode of its own before.")
    check.equal(after["hooks"], before["hooks"], what="the number of hooks afterwards, where one was there before",
                hint="What does register_forward_hook return, and what is it for?")
    check.equal(len(controls.changed(before, after)), 0, what="the number of weights, averages and gradients that changed")


@number("14")
@weight(2)
def test_split_keeps_copies_together(student, rng):
    """split puts every picture on one side, with all its near-copies, and fills the validation part as far as asked."""
    sizes = torch.randint(2, 5, (30,), generator=rng).tolist()
    copies = [10 * group + 3 for group, size in enumerate(sizes) for _ in range(size)]
    order = torch.randperm(len(copies), generator=rng).tolist()
    copies = [copies[place] for place in order]
    generator = torch.Generator().manual_seed(reference.draw_seed(rng))
    parts = check.unpack(student.module("src.finetune").split(copies, 0.3, generator), 2, what="what split returns")
    train, valid = ([int(index) for index in check.numbers(list(part), what="a part of the split")] for part in parts)
    check.that(sorted(train + valid) == list(range(len(copies))), "Every picture should be on one side, and on one only.")
    check.that(not {copies[index] for index in train} & {copies[index] for index in valid},
               "No near-copy of a training picture should be among the validation pictures.")
    check.that(len(valid) >= 0.3 * len(copies), "The validation part should have at least the share that is asked for.")
    check.that(len(valid) < 0.3 * len(copies) + 4, "No group should join the validation part once it is large enough.")
    check.that(train == sorted(train) and valid == sorted(valid), "Both lists should be sorted.")


@number("15")
@weight(1)
def test_split_is_random(student, rng):
    """split draws groups by its generator: the same seed gives the same split, another seed another one."""
    copies = list(range(40))
    seed = reference.draw_seed(rng)
    drawn = [
        [int(index) for index in check.unpack(student.module("src.finetune").split(copies, 0.25, torch.Generator().manual_seed(one)), 2,
                                              what="what split returns")[1]]
        for one in (seed, seed, seed + 1, seed + 2)
    ]
    check.that(drawn[0] == drawn[1], "The same seed should give the same split.", hint="Only the generator decides.")
    # Two random quarters of 40 agree with probability 1e-9.
    check.that(len({tuple(part) for part in drawn}) == 3, "Another seed should give another split.")
