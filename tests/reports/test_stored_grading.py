"""grading.json: it reads back, and two runs of one submission are merged."""

from __future__ import annotations

import msgspec
import pytest

from autograder.gradescope.results import to_results
from autograder.reports.stored_grading import MergeError, merge_gradings, read_grading, render_grading
from autograder.reports.text import clean_grading
from tests import sample_grading as sample


@pytest.mark.parametrize("name", sample.EVERY)
def test_stored_grading_reads_back(tmp_path, name):
    (tmp_path / "grading.json").write_bytes(render_grading(sample.EVERY[name]()))
    back = read_grading(tmp_path / "grading.json")
    assert back == clean_grading(sample.EVERY[name]()) and to_results(back) == to_results(sample.EVERY[name]())


def test_cpu_and_gpu_runs_merge():
    merged = merge_gradings(sample.perfect(), sample.on_gpu())
    other = merge_gradings(sample.on_gpu(), sample.perfect())
    assert merged.outcomes == other.outcomes and merged.score == merged.maximum == 96
    assert to_results(merged)["extra_data"]["devices"] == ["cpu", "cuda"] and "wait" not in to_results(merged)["output"]
    assert [outcome.test for outcome in merged.outcomes] == sample.TESTS


def test_merging_with_itself_changes_nothing():
    given = sample.mixed()
    assert msgspec.structs.replace(merge_gradings(given, given), seconds=given.seconds) == given


def test_merge_reports_the_weaker_protection():
    weak = msgspec.structs.replace(sample.on_gpu(), tier="user", layers=["process split", "seccomp"])
    merged = merge_gradings(sample.perfect(), weak)
    assert merged.tier == "user" and merged.layers == ["process split", "seccomp"]


@pytest.mark.parametrize(
    ("change", "word"),
    [
        ({"build": "other"}, "same build"),
        ({"digest": "cd" * 32}, "different files"),
        ({"outcomes": []}, "same tests"),
    ],
)
def test_refuses_gradings_of_different_runs(change, word):
    with pytest.raises(MergeError, match=word):
        merge_gradings(sample.perfect(), msgspec.structs.replace(sample.on_gpu(), **change))


def test_other_file_gives_one_sentence(tmp_path):
    (tmp_path / "grading.json").write_text("{}")
    for path in (tmp_path / "grading.json", tmp_path / "none.json"):
        with pytest.raises(MergeError, match=r"\.json"):
            read_grading(path)
