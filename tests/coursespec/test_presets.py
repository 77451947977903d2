"""The presets keep the points of their original homeworks, item by item, as the homeworks' own texts give them."""

from __future__ import annotations

import pytest

from scripts.coursespec.model import Assignment
from scripts.coursespec.original import serve_items
from scripts.coursespec.points import points_by_test
from tests.kit import kit_assignment

# Copied by hand from the homeworks, so that a slip in an assignment's [[original]] is noticed.
ASKED = {
    "northwestern": {
        "Coding": 5, "Answers": 5, "MNIST": 1, "DogSet": 0.5, "DogSet, training": 2, "Deep models": 1.5,
        "1": 0.25, "2": 0.25, "3": 0.25, "4": 0.25, "5": 0.25, "6": 0.25, "7": 0.5, "8": 1, "9": 0.5,
        "15": 0.25, "17": 0.25, "18": 1,
    },
    "cornell": {"1.1": 5, "1.2": 5, "2": 20, "3.1": 30, "3.2": 20, "3.3": 10, "4.1": 20, "4.2": 10, "5": 10},
    "ut": {"4": 20},
    "nyu": {},
    "monash": {
        "1": 30, "1.1": 8, "1.1 a": 2, "1.1 b": 6, "1.2": 8, "1.2 a": 1, "1.2 b": 1, "1.2 c": 1, "1.2 d": 1, "1.2 e": 1, "1.2 f": 1,
        "1.2 g": 2, "1.3": 10, "1.3 a": 2, "1.3 b": 3, "1.3 c": 3, "1.3 d": 2, "1.4": 4, "1.4 a": 2, "1.4 b": 2,
        "2": 30, "2.1": 4, "2.2": 2, "2.3": 5, "2.4": 5, "2.5": 6, "2.6": 8,
        "3": 40, "3.1": 4, "3.2": 4, "3.3": 6, "3.4": 4, "3.5": 4, "3.6": 4, "3.7": 4, "3.8": 5, "3.9": 5, "3.10": 5,
    },
}  # fmt: skip


def by_report(assignment: Assignment) -> dict[str, float]:
    return {asked.question.id: asked.question.points for asked in assignment.questions}


@pytest.mark.parametrize("name", ASKED)
def test_points_match_the_original(name: str) -> None:
    served = serve_items(kit_assignment(name))
    assert {one.item.item: one.item.points for one in served if one.item.points is not None} == ASKED[name]
    for one in served:
        assert one.given == pytest.approx(ASKED[name].get(one.item.item, one.given)), one.item.item


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
    assignment = kit_assignment("monash")
    (folder,) = [one for one in assignment.problems if one.name == problem]
    points = points_by_test(folder, assignment.entries[problem])
    found = {id.partition("::")[2]: worth for id, worth in points.items() if "/test_numbers.py" in id}
    assert found == pytest.approx(NUMBERS[problem])


@pytest.mark.parametrize("name", ["monash", "cornell", "nyu", "ut", "complete"])
def test_every_number_has_its_question(name: str) -> None:
    assignment = kit_assignment(name)
    asked = by_report(assignment)
    for problem in assignment.problems:
        for number in problem.settings.numbers:
            assert number.question in asked, f"{problem.name}.{number.id}"
