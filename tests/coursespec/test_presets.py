"""The presets keep the points of their original homeworks: tests and report together give the original's points."""

from __future__ import annotations

import pytest

from scripts.coursespec.loader import load_assignment
from scripts.coursespec.model import Assignment
from scripts.coursespec.points import points_by_test

# The original's points for each of its questions that this preset has, and the report questions that belong to it here.
MONASH = {
    "1.1 a": (2, ["elu"]),
    "1.1 b, first function": (3, ["first-activation"]),
    "1.1 b, second function": (3, ["second-activation"]),
    "1.2 a": (1, ["hidden-1"]),
    "1.2 b": (1, ["hidden-2"]),
    "1.2 c": (1, ["logits"]),
    "1.2 d": (1, ["probabilities"]),
    "1.2 e": (1, ["prediction"]),
    "1.2 f": (1, ["cross-entropy"]),
    "1.2 g": (2, ["label-smoothing"]),
    "1.3 a": (2, ["backprop-loss"]),
    "1.3 b": (3, ["backprop-second"]),
    "1.3 c": (3, ["backprop-first"]),
    "1.3 d": (2, ["backprop-step"]),
    "1.4 a": (2, ["gd-pseudocode"]),
    "1.4 b": (2, ["gd-direction"]),
    "2.1": (4, []),
    "2.2": (2, []),
    "2.3": (5, ["letters-pictures"]),
    "2.4": (5, ["letters-network"]),
    "2.5": (6, ["letters-grid"]),
    "2.6": (8, ["letters-smoothing"]),
    "3.1, default model": (4, ["stl10-default"]),
    "3.2, network": (4, []),
    "3.3, skip": (6, ["stl10-skip"]),
    "3.4, grid": (4, ["stl10-grid"]),
    "3.5, augmentation": (4, []),
    "3.6, with and without": (4, ["stl10-augmentation"]),
    "3.7, mixup": (4, ["stl10-mixup"]),
    "3.8": (5, ["adv-robust"]),
    "3.9": (5, ["robust-training"]),
    "3.10": (5, ["sam-idea", "sam-results"]),  # the bonus
}
CORNELL = {
    "1.1": (5, ["pretrained-top"]),
    "1.2": (5, ["pretrained-maps"]),
    "2": (20, ["transfer-pets"]),
    "3.1, filters": (6, ["filters-array"]),
    "3.1, network": (24, ["small-cnn-training"]),
    "3.2, batch norm": (20, ["small-cnn-batch-norm"]),
    "3.3, better": (10, ["better-cnn"]),
    "4.1": (20, ["adv-fool"]),
    "4.2": (10, ["adv-transformations"]),
    "5": (10, ["adder-weights"]),
}
BY_TESTS = {  # the tests' part of each question's points; formulas, explanations and plots are the report's
    "1.1 a": 0.5, "1.1 b, first function": 0.75, "1.1 b, second function": 0.75,
    "1.2 a": 0.5, "1.2 b": 0.5, "1.2 c": 0.5, "1.2 d": 0.5, "1.2 e": 0.5, "1.2 f": 0.5, "1.2 g": 1,
    "1.3 a": 1, "1.3 b": 1.5, "1.3 c": 1.5, "1.3 d": 1,
    "1.4 a": 1, "1.4 b": 0,
    "2.1": 4, "2.2": 2, "2.3": 0, "2.4": 3, "2.5": 3, "2.6": 4,
    "3.1, default model": 0, "3.2, network": 4, "3.3, skip": 3, "3.4, grid": 0, "3.5, augmentation": 4, "3.6, with and without": 0,
    "3.7, mixup": 2, "3.8": 2, "3.9": 3, "3.10": 3,
    "1.1": 3, "1.2": 1.5, "2": 10,
    "3.1, filters": 3, "3.1, network": 12, "3.2, batch norm": 8, "3.3, better": 4, "4.1": 8, "4.2": 0, "5": 5,
}  # fmt: skip
PROBLEMS: dict[str, dict[str, str | tuple[str, ...]]] = {
    "monash": {
        "activations": "1.1", "feed_forward": "1.2", "backprop": "1.3", "gradient_descent": "1.4", "adversarial": "3.8",
        "adversarial_training": "3.9", "letters": "2.", "sam": "3.10",
        "stl10": ("3.1, default", "3.2, network", "3.3, skip", "3.4", "3.5", "3.6", "3.7"),
    },
    "cornell": {
        "pretrained": "1.", "transfer": "2",
        "filters": "3.1, filters", "small_cnn": ("3.1, network", "3.2, batch norm", "3.3, better"), "adversarial": "4",
        "rnn_adder": "5",
    },
}  # fmt: skip


def by_report(assignment: Assignment) -> dict[str, float]:
    return {asked.question.id: asked.question.points for asked in assignment.questions}


@pytest.mark.parametrize(("name", "original"), [("monash", MONASH), ("cornell", CORNELL)])
def test_points_match_the_original(name: str, original: dict[str, tuple[float, list[str]]]) -> None:
    assignment = load_assignment(name)
    report = by_report(assignment)
    assert sorted(report) == sorted(id for _, ids in original.values() for id in ids)
    for part, (points, ids) in original.items():
        assert sum(report[id] for id in ids) + BY_TESTS[part] == points, part
    for problem in assignment.problems:
        number = PROBLEMS[name][problem.name]
        parts = [part for part in original if part.startswith(number)]
        tests = sum(points_by_test(problem, assignment.entries[problem.name]).values())
        assert tests == pytest.approx(sum(BY_TESTS[part] for part in parts), abs=1e-9), number


# The points of each test of numbers in 1.2 and 1.3, where numbers and code of a question have separate tests.
NUMBERS = {
    "feed_forward": {
        "test_first_hidden_layer": 0.25, "test_second_hidden_layer": 0.25, "test_logits": 0.25,
        "test_probabilities": 0.25, "test_predicted_class": 0.5, "test_cross_entropy_of_the_report": 0.25,
        "test_smoothed_loss_of_the_report": 0.5,
    },
    "backprop": {
        "test_loss_of_the_report": 0.5,
        "test_derivative_by_h2": 0.25, "test_derivative_by_w2": 0.25, "test_derivative_by_b2": 0.25,
        "test_derivative_by_h1": 0.2, "test_derivative_by_h1_bar": 0.2, "test_derivative_by_w1": 0.2,
        "test_derivative_by_b1": 0.15,
        "test_updated_w2": 0.15, "test_updated_b2": 0.1, "test_updated_w1": 0.15, "test_updated_b1": 0.1,
    },
}  # fmt: skip


@pytest.mark.parametrize("problem", NUMBERS)
def test_numbers_have_their_points(problem: str) -> None:
    assignment = load_assignment("monash")
    (folder,) = [one for one in assignment.problems if one.name == problem]
    points = points_by_test(folder, assignment.entries[problem])
    found = {id.partition("::")[2]: worth for id, worth in points.items() if "/test_numbers.py" in id}
    assert found == pytest.approx(NUMBERS[problem])


@pytest.mark.parametrize("name", ["monash", "cornell", "nyu", "ut", "complete"])
def test_every_number_has_its_question(name: str) -> None:
    assignment = load_assignment(name)
    asked = by_report(assignment)
    for problem in assignment.problems:
        for number in problem.settings.numbers:
            assert number.question in asked, f"{problem.name}.{number.id}"
