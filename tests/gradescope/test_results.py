"""results.json: what Gradescope gets, whatever students wrote and however a run ended."""

from __future__ import annotations

import json
import math

import jsonschema
import msgspec
import pytest

from autograder.gradescope import results
from autograder.gradescope.results import to_results
from autograder.model.grading import LeaderboardEntry
from tests import sample_grading as sample

SCHEMA = jsonschema.Draft202012Validator(json.loads(results.SCHEMA.read_text()))


def every_string(value):
    """Each string in a document."""
    if isinstance(value, dict):
        for key, item in value.items():
            yield key
            yield from every_string(item)
    elif isinstance(value, list):
        for item in value:
            yield from every_string(item)
    elif isinstance(value, str):
        yield value


@pytest.mark.parametrize("name", sample.EVERY)
def test_every_report_fits_the_schema(name):
    found = json.loads(json.dumps(to_results(sample.EVERY[name]()), allow_nan=False))
    SCHEMA.validate(found)
    assert None not in found.values() and found["stdout_visibility"] == "hidden"


def test_schema_refuses_what_gradescope_refuses():
    good = to_results(sample.mixed())
    for spoil in (
        {"score": None},
        {"scores": 1},
        {"output": ""},
        {"stdout_visibility": "never"},
        {"leaderboard": []},
        {"tests": [{**good["tests"][0], "status": "ok"}]},
        {"output": "a\x00b"},
        {"output": "x" * 100_000},
    ):
        assert not SCHEMA.is_valid({**good, **spoil}), spoil


def test_lists_all_tests_at_full_worth():
    """All tests of this runner are listed with their full points, however the run ended."""
    shapes = [
        [(test["number"], test["max_score"]) for test in to_results(given())["tests"]]
        for given in (sample.perfect, sample.mixed, sample.hostile)
    ]
    assert shapes[0] == shapes[1] and len(shapes[0]) == 14
    assert {number for number, _ in shapes[0]} < {number for number, _ in shapes[2]}


def test_waiting_tests_are_outside_the_maximum():
    """Tests that wait for another runner are named, and are not part of the maximum."""
    found = to_results(sample.perfect())
    assert found["score"] == sum(test["max_score"] for test in found["tests"]) == 80
    assert "2 tests still wait to be run on a GPU. Their points (16) are not part" in found["output"]
    assert found["extra_data"]["waiting"] == ["2.6", "4.3"]


def test_late_policy_lowers_the_total():
    found = to_results(sample.mixed())
    tests = sum(test["score"] for test in found["tests"])
    assert tests == 12 and found["score"] == pytest.approx(9.6)
    assert "9.6 of 80 points" in found["output"] and "Before the late policy: 12 points" in found["output"]
    assert "20% is taken off" in found["output"]


def test_shows_hints_and_hides_staffs_part():
    """Message, traceback and hint are shown; what is for staff is not."""
    tests = {test["number"]: test for test in to_results(sample.mixed())["tests"]}
    assert "Hint: Building a new tensor" in tests["1.3"]["output"]
    assert "src/convolution.py line 24" in tests["1.3"]["output"]
    assert "Partly right: 3 of 6 points." in tests["2.4"]["output"] and tests["2.4"]["status"] == "passed"
    assert "output" not in tests["1.1"] and tests["2.4"]["tags"] == ["accuracy"]
    assert "0.1234" not in json.dumps(to_results(sample.mixed()))
    assert "secret" not in json.dumps(to_results(sample.grader_error()))


def test_hostile_text_becomes_plain_and_short():
    found = to_results(sample.hostile())
    for string in every_string(found):
        assert len(string) < 100_000
        assert all(character in "\n\t" or (character.isprintable() or character == "\ufffd") for character in string)
        assert "\x1b" not in string and "\u202e" not in string and "[31m" not in string
    assert found["tests"][0]["output"].endswith("[cut here: the rest is too long to show]")
    assert {test["output_format"] for test in found["tests"]} == {"text"} and found["output_format"] == "text"
    assert found["test_output_format"] == found["test_name_format"] == "text"


def test_extra_data_says_what_was_graded():
    extra = to_results(sample.mixed())["extra_data"]
    assert extra["build"] == "0123456789abcdef" and extra["digest"] == "ab" * 32 and extra["tier"] == "root"
    assert "seccomp" in extra["layers"] and extra["devices"] == ["cpu"]


def test_staff_learn_of_hidden_totals():
    assert "not show students their total" in to_results(sample.hidden())["extra_data"]["staff_notices"][0]
    assert "staff_notices" not in to_results(sample.perfect())["extra_data"]
    assert "could not finish" in to_results(sample.grader_error())["extra_data"]["staff_notices"][0]


def test_totals_keep_hidden_tests_secret():
    """The overview is the same however the hidden tests ended, and holds no total."""
    given = sample.hidden()
    turned = msgspec.structs.replace(
        given,
        outcomes=[
            outcome
            if outcome.test.visibility == "visible"
            else msgspec.structs.replace(outcome, score=outcome.test.points - outcome.score)
            for outcome in given.outcomes
        ],
    )
    assert turned.score != given.score
    assert to_results(turned)["output"] == to_results(given)["output"]
    assert "passed" not in to_results(given)["output"] and "passed" in to_results(sample.perfect())["output"]


@pytest.mark.parametrize("points", [[0.1] * 10, [1.7143] * 6 + [1.7142], [0.2] * 7 + [0.15] * 4, [3.0], [0.0, 0.0]])
def test_maxima_add_up_exactly(points):
    """Whoever adds up the maxima in floating point gets the assignment's total, to the last digit."""
    tests = [
        msgspec.structs.replace(sample.TESTS[0], id=f"p/hidden/test_x.py::test_{index}", points=one)
        for index, one in enumerate(points)
    ]
    made = to_results(sample.grading([sample.passed(test) for test in tests]))
    assert sum(test["max_score"] for test in made["tests"]) == round(sum(points), 6)
    for test, one in zip(made["tests"], points, strict=True):
        assert abs(test["max_score"] - one) < 1e-12


def test_infinite_numbers_never_reach_the_file():
    given = msgspec.structs.replace(sample.mixed(), seconds=math.inf, leaderboard=[LeaderboardEntry("x", math.nan)])
    SCHEMA.validate(json.loads(json.dumps(to_results(given), allow_nan=False)))
