"""results.json: what Gradescope gets, whatever students wrote and however a run ended."""

from __future__ import annotations

import json
import math
import os

import jsonschema
import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from autograder.gradescope import results_json
from autograder.gradescope.results_json import MergeError, merge, read_grading, to_results, write, write_grading
from autograder.model.grading import LeaderboardEntry
from autograder.reports import text
from tests import sample_grading as sample

SCHEMA = jsonschema.Draft202012Validator(json.loads(results_json.SCHEMA.read_text()))


def every(value):
    """Each string in a document."""
    if isinstance(value, dict):
        for key, item in value.items():
            yield key
            yield from every(item)
    elif isinstance(value, list):
        for item in value:
            yield from every(item)
    elif isinstance(value, str):
        yield value


@pytest.mark.parametrize("name", sample.EVERY)
def test_every_report_keeps_gradescopes_contract(name):
    results = json.loads(json.dumps(to_results(sample.EVERY[name]()), allow_nan=False))
    SCHEMA.validate(results)
    assert None not in results.values() and results["stdout_visibility"] == "hidden"


def test_the_schema_turns_down_what_gradescope_would_trip_over():
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


def test_all_tests_of_this_runner_are_there_at_full_worth_whatever_happened():
    shapes = [
        [(test["number"], test["max_score"]) for test in to_results(given())["tests"]]
        for given in (sample.perfect, sample.mixed, sample.hostile)
    ]
    assert shapes[0] == shapes[1] and len(shapes[0]) == 14
    assert {number for number, _ in shapes[0]} < {number for number, _ in shapes[2]}


def test_what_waits_for_another_runner_is_said_and_no_part_of_the_maximum():
    results = to_results(sample.perfect())
    assert results["score"] == sum(test["max_score"] for test in results["tests"]) == 80
    assert "2 tests still wait to be run on a GPU; worth 16 points" in results["output"]
    assert results["extra_data"]["waiting"] == ["2.6", "4.3"]


def test_the_late_policy_lowers_the_total_and_is_told():
    results = to_results(sample.mixed())
    tests = sum(test["score"] for test in results["tests"])
    assert tests == 12 and results["score"] == pytest.approx(9.6)
    assert "9.6 of 80 points" in results["output"] and "Before the late policy: 12 points" in results["output"]
    assert "20% is taken off" in results["output"]


def test_message_traceback_and_hint_are_shown_and_staffs_part_is_not():
    tests = {test["number"]: test for test in to_results(sample.mixed())["tests"]}
    assert "Hint: Building a new tensor" in tests["1.3"]["output"]
    assert "src/convolution.py line 24" in tests["1.3"]["output"]
    assert "Partly right: 3 of 6 points." in tests["2.4"]["output"] and tests["2.4"]["status"] == "passed"
    assert "output" not in tests["1.1"] and tests["2.4"]["tags"] == ["accuracy"]
    assert "0.1234" not in json.dumps(to_results(sample.mixed()))
    assert "secret" not in json.dumps(to_results(sample.grader_error()))


def test_hostile_text_comes_out_plain_and_short():
    results = to_results(sample.hostile())
    for string in every(results):
        assert len(string) < 100_000
        assert all(character in "\n\t" or (character.isprintable() or character == "\ufffd") for character in string)
        assert "\x1b" not in string and "\u202e" not in string and "[31m" not in string
    assert results["tests"][0]["output"].endswith("[cut here: the rest is too long to be shown]")
    assert {test["output_format"] for test in results["tests"]} == {"text"} and results["output_format"] == "text"
    assert results["test_output_format"] == results["test_name_format"] == "text"


def test_extra_data_says_what_was_graded_and_how():
    extra = to_results(sample.mixed())["extra_data"]
    assert extra["build"] == "0123456789abcdef" and extra["digest"] == "ab" * 32 and extra["tier"] == "root"
    assert "seccomp" in extra["layers"] and extra["devices"] == ["cpu"]


def test_staff_are_told_when_students_will_see_no_total():
    assert "not show them their total" in to_results(sample.hidden())["extra_data"]["staff_notices"][0]
    assert "staff_notices" not in to_results(sample.perfect())["extra_data"]
    assert "could not finish" in to_results(sample.grader_error())["extra_data"]["staff_notices"][0]


def test_numbers_that_json_lacks_never_reach_the_file():
    given = msgspec.structs.replace(sample.mixed(), seconds=math.inf, leaderboard=[LeaderboardEntry("x", math.nan)])
    SCHEMA.validate(json.loads(json.dumps(to_results(given), allow_nan=False)))


def test_an_interrupted_write_leaves_the_old_report_whole(tmp_path, monkeypatch):
    path = tmp_path / "results" / "results.json"
    write(sample.perfect(), path)
    before = path.read_bytes()

    def interrupted(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "replace", interrupted)
    with pytest.raises(KeyboardInterrupt):
        write(sample.mixed(), path)
    assert path.read_bytes() == before and [entry.name for entry in path.parent.iterdir()] == ["results.json"]
    monkeypatch.undo()
    write(sample.mixed(), path)
    assert json.loads(path.read_bytes()) == to_results(sample.mixed())


@pytest.mark.parametrize("name", sample.EVERY)
def test_a_kept_grading_reads_back(tmp_path, name):
    write_grading(sample.EVERY[name](), tmp_path / "grading.json")
    back = read_grading(tmp_path / "grading.json")
    assert back == text.cleaned(sample.EVERY[name]()) and to_results(back) == to_results(sample.EVERY[name]())


def test_a_cpu_and_a_gpu_report_merge_either_way_round():
    merged = merge(sample.perfect(), sample.on_gpu())
    other = merge(sample.on_gpu(), sample.perfect())
    assert merged.outcomes == other.outcomes and merged.score == merged.maximum == 96
    assert to_results(merged)["extra_data"]["devices"] == ["cpu", "cuda"] and "wait" not in to_results(merged)["output"]
    assert [outcome.test for outcome in merged.outcomes] == sample.TESTS


def test_merging_with_itself_changes_nothing_but_the_time():
    given = sample.mixed()
    assert msgspec.structs.replace(merge(given, given), seconds=given.seconds) == given


def test_the_weaker_protection_of_two_runs_is_the_one_reported():
    weak = msgspec.structs.replace(sample.on_gpu(), tier="user", layers=["process split", "seccomp"])
    merged = merge(sample.perfect(), weak)
    assert merged.tier == "user" and merged.layers == ["process split", "seccomp"]


@pytest.mark.parametrize(
    ("change", "word"),
    [
        ({"build": "other"}, "same build"),
        ({"digest": "cd" * 32}, "different files"),
        ({"outcomes": []}, "same tests"),
    ],
)
def test_gradings_that_do_not_belong_together_are_refused(change, word):
    with pytest.raises(MergeError, match=word):
        merge(sample.perfect(), msgspec.structs.replace(sample.on_gpu(), **change))


def test_a_file_that_is_no_grading_is_one_sentence(tmp_path):
    (tmp_path / "grading.json").write_text("{}")
    for path in (tmp_path / "grading.json", tmp_path / "none.json"):
        with pytest.raises(MergeError, match=r"\.json"):
            read_grading(path)


@given(st.text(), st.integers(100, 300))
def test_cleaning_is_idempotent_bounded_and_leaves_plain_text_alone(given_text, most):
    once = text.clean(given_text, most)
    assert text.clean(once, most) == once and len(once) <= most
    once.encode()
    if given_text.isascii() and given_text.isprintable() and len(given_text) <= most:
        assert once == given_text
