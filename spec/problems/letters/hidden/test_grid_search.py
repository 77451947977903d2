"""Which models grid_search builds, trains and chooses. The models ask the test, which gives each of them planned accuracies."""

import itertools
import operator

import torch

from testkit import check, number, weight
from testkit.probes import letters as trusted

GRID = {"n1": [20, 40], "n2": [20, 40], "activation": ["sigmoid", "tanh", "relu"]}
TRAIN, VALID = 30, 40  # examples


def plan(rng, count, best, epochs):
    """Plan the validation examples that each model gets right after each epoch; only the last epoch makes ``best`` the best.

    On the training examples the models rank the other way round.
    """
    plans = []
    last = torch.randperm(30, generator=rng)[:count].tolist()
    last[best] = 35
    for right in last:
        earlier = [int(torch.randint(36, 41, (), generator=rng)) if right != 35 else 2 for _ in range(epochs - 1)]
        plans.append(([*earlier, right], [TRAIN - right * TRAIN // 40]))
    return plans, last


def search(student, rng, grid, epochs=2, best=None):
    """Call grid_search; return best settings, table, log and the planned numbers after the last epoch."""
    count = len(list(itertools.product(*grid.values())))
    best = int(torch.randint(1, count - 1, (), generator=rng)) if best is None else best  # neither the first nor the last
    plans, last = plan(rng, count, best, epochs)
    log = trusted.Log(plans, TRAIN)
    result = student.module("src.letters").grid_search(
        student.module(trusted.PROBES).builder(log, log.note), grid, trusted.examples(TRAIN),
        trusted.examples(VALID, valid=True), epochs,
    )
    chosen, table = check.unpack(result, 2, what="what grid_search returns",
                                 hint="It returns two things: the best settings, then the table.")
    combinations = [dict(zip(grid, values, strict=True)) for values in itertools.product(*grid.values())]
    return chosen, table, log, last, combinations, best


@number("28")
@weight(3)
def test_grid_search_builds_a_model_for_each_combination(student, rng):
    """grid_search builds one new model for each combination, and trains each for all epochs."""
    _, _, log, _, combinations, _ = search(student, rng, GRID, epochs=2)
    check.equal(len(log.settings), len(combinations), what="the number of models that grid_search builds",
                hint="Every combination begins with a new model: one that was trained before has a head start.")
    check.that(all(settings in log.settings for settings in combinations), "Every combination of the grid should be built.")
    check.that(all(log.seen(index) == 2 * TRAIN for index in range(len(combinations))),
               "Every model should be trained on the training set for n_epochs epochs.")


@number("29")
@weight(3)
def test_grid_search_chooses_on_the_validation_set(student, rng):
    """The best settings are those with the highest accuracy on the validation set after the last epoch."""
    ways = list(itertools.product(*GRID.values()))
    # The best one differs from the first in two settings or more: a search along one setting at a time never comes to it.
    far = [index for index, way in enumerate(ways[:-1]) if sum(map(operator.ne, way, ways[0])) >= 2]
    for epochs in (1, 3):
        best = far[int(torch.randint(len(far), (), generator=rng))]
        chosen, _, _, _, combinations, _ = search(student, rng, GRID, epochs=epochs, best=best)
        chosen = check.keys(chosen, list(GRID), what="the best settings")
        for name, value in combinations[best].items():
            check.equal(chosen[name], value, what="a value of the best settings",
                        hint="On which set, and after which epoch, are the models compared?")


@number("30")
@weight(2)
def test_grid_search_returns_the_table(student, rng):
    """The table has a row for each combination, in order: its settings and its validation accuracy in percent."""
    _, table, _, last, combinations, _ = search(student, rng, GRID)
    rows = check.unpack(table, len(combinations), what="the table")
    for row, settings, right in zip(rows, combinations, last, strict=True):
        row = check.keys(row, [*settings, "accuracy"], what="a row of the table")
        for name, value in settings.items():
            check.equal(row[name], value, what="a setting in the table", hint="The last setting changes fastest.")
        check.close(check.number(row["accuracy"], what="an accuracy in the table"), 100 * right / VALID, rtol=1e-5,
                    what="an accuracy in the table", hint="The percentage after the last epoch, on the validation set.")


@number("31")
@weight(1)
def test_grid_search_takes_other_settings(student, rng):
    """grid_search works for settings of any names and numbers, and takes the first of several that are equally good."""
    grid = {"width": [3, 5, 7], "rate": [0.1]}
    log = trusted.Log([([10], [5]), ([31], [5]), ([31], [30])], TRAIN)
    result = student.module("src.letters").grid_search(
        student.module(trusted.PROBES).builder(log, log.note), grid, trusted.examples(TRAIN),
        trusted.examples(VALID, valid=True), 1,
    )
    chosen, table = check.unpack(result, 2, what="what grid_search returns")
    check.equal(len(table), 3, what="the number of rows of the table")
    chosen = check.keys(chosen, ["width", "rate"], what="the best settings")
    check.equal(chosen["width"], 5, what="a value of the best settings", hint="The first of several equally good ones is chosen.")
    check.close(chosen["rate"], 0.1, what="a value of the best settings")
    check.equal(len(chosen), 2, what="the number of the best settings",
                hint="The best settings are what build takes, and nothing else.")


@number("32")
@weight(1)
def test_grid_search_trains_on_the_training_set(student, rng):
    """No validation example takes part in training."""
    _, _, log, _, _, _ = search(student, rng, {"n1": [20, 40]}, epochs=2, best=1)
    check.that(not log.validation_with_gradients, "The validation examples should not take part in training.",
               hint="Evaluate inside torch.no_grad().")
    check.that(bool(log.batches), "The models should be trained.")
