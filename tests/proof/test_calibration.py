"""Accuracy thresholds follow from measurements that are stored beside the tests, and those belong to the code as it is."""

from __future__ import annotations

import json
import math
from functools import cache
from pathlib import Path
from statistics import NormalDist
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scripts.errors import SpecError
from scripts.proof.calibration import find_faults, summarize
from scripts.proof.measuring import read_earlier
from scripts.proof.suites import Suite, find_suites
from scripts.proof.thresholds import (
    FEW_SEEDS,
    MIN_SEEDS,
    MISS_PROBABILITY,
    compute_logit,
    compute_threshold,
    explain_threshold,
)
from tests.tiny import course_in


@cache
def suites() -> tuple[Suite, ...]:
    return tuple(find_suites())


def entries() -> list[tuple[Suite, dict[str, Any]]]:
    return [(suite, json.loads(suite.result.read_text(encoding="utf-8"))[suite.file]) for suite in suites()]


def test_thresholds_follow_from_stored_accuracies() -> None:
    found = entries()
    assert {suite.file for suite, _ in found} >= {"test_accuracy.py", "test_full_mnist.py"}
    for suite, entry in found:
        assert len(entry["solution"]) >= suite.least_seeds
        assert entry["test_size"] == suite.test_size
        assert entry["threshold"] == compute_threshold(entry["solution"], suite.test_size, suite.least_seeds)
        assert entry["margin"] == pytest.approx(min(entry["solution"]) - entry["threshold"], abs=1e-6)
        assert entry["argument"] == explain_threshold(len(entry["solution"]), suite.test_size)


def test_measurements_belong_to_current_code() -> None:
    for suite, entry in entries():
        where = f"{suite.problem.name}/hidden/{suite.file}"
        assert entry["code"] == suite.code, (
            f"{where}: what is measured has changed; run make calibrate PROBLEM={suite.problem.name}"
        )
        wanted = {name for name in suite.relevant() if name}
        assert wanted == set(entry["mistakes"]), f"{where}: run make calibrate PROBLEM={suite.problem.name}"


def test_threshold_separates_solution_from_mistakes() -> None:
    for suite, entry in entries():
        assert find_faults(entry) == []
        assert entry["margin"] > 0
        finished = [a for accuracies in entry["mistakes"].values() for a in accuracies if a is not None]
        assert finished, f"{suite.file}: no known mistake was ever measured to the end"
        assert max(finished) < entry["threshold"]


@pytest.mark.parametrize("size", [200, 10_000])
@pytest.mark.parametrize("deviation", [0.01, 0.1, 0.5])
@pytest.mark.parametrize("middle", [0.0, 2.5, 5.0])
def test_miss_probability_is_bounded(middle: float, deviation: float, size: int) -> None:
    """The probability for one sample varies with its luck, so its mean over samples is what the t quantile promises.

    The reserve for a finite number of pictures only makes it smaller.
    """
    rng = np.random.default_rng(0)
    misses = []
    for _ in range(400):
        logits = rng.normal(middle, deviation, MIN_SEEDS)
        limit = compute_threshold(list(1 / (1 + np.exp(-logits))), size)
        misses.append(NormalDist(middle, deviation).cdf(math.log(limit / (1 - limit))))
    assert np.mean(misses) < 1.5 * MISS_PROBABILITY


def test_miss_probability_holds_on_average() -> None:
    rng = np.random.default_rng(0)
    misses = []
    for _ in range(400):
        logits = rng.normal(3.3, 0.2, MIN_SEEDS)
        # With endless test pictures there is no reserve: the bare prediction interval has to keep the promise by itself.
        limit = compute_threshold(list(1 / (1 + np.exp(-logits))), 10**9)
        misses.append(NormalDist(3.3, 0.2).cdf(math.log(limit / (1 - limit))))
    assert 0.1 * MISS_PROBABILITY < float(np.mean(misses)) < 1.5 * MISS_PROBABILITY


# Runs of one solution are alike. Were some near 0.5 and others near 1, the half picture that is added to each side would draw
# them together the more, the fewer pictures there are.
@given(
    st.floats(0.6, 0.96),
    st.lists(st.floats(-0.02, 0.02), min_size=MIN_SEEDS, max_size=40),
    st.integers(200, 10000),
)
def test_threshold_falls_with_fewer_pictures(middle: float, offsets: list[float], size: int) -> None:
    accuracies = [middle + offset for offset in offsets]
    limit = compute_threshold(accuracies, size)
    assert 0 <= limit <= sum(accuracies) / len(accuracies)
    assert compute_threshold(accuracies, size // 2) <= limit


def test_perfect_run_has_finite_logit() -> None:
    assert compute_logit(1.0, 700) == -compute_logit(0.0, 700) == pytest.approx(math.log(700.5 / 0.5))
    assert 0.5 < compute_threshold([1.0] * MIN_SEEDS, 700) < 1.0


def test_too_few_seeds_are_refused() -> None:
    with pytest.raises(ValueError, match="too few"):
        compute_threshold([0.95] * (MIN_SEEDS - 1), 700)


def test_gpu_suites_need_fewer_seeds() -> None:
    needed = {suite.file: suite.least_seeds for suite in find_suites("digits")}
    assert needed == {"test_accuracy.py": MIN_SEEDS, "test_full_mnist.py": FEW_SEEDS}


def test_few_runs_widen_the_margin() -> None:
    from scipy import stats  # takes a second, and only this test needs it

    few = [0.58, 0.59, 0.6, 0.61, 0.62]
    limit = compute_threshold(few, 10_000, FEW_SEEDS)
    logits = [compute_logit(accuracy, 10_000) for accuracy in few]
    quantile = stats.t.ppf(1 - MISS_PROBABILITY, len(few) - 1)
    bare = np.mean(logits) - quantile * np.std(logits, ddof=1) * math.sqrt(1 + 1 / len(few))
    assert math.log(limit / (1 - limit)) <= bare
    assert limit < compute_threshold(few * 6, 10_000)


def test_few_runs_are_said_to_be_few() -> None:
    assert "Only 6 runs were measured" in explain_threshold(6, 10_000)
    assert "Only" not in explain_threshold(MIN_SEEDS, 10_000)


def test_mistake_at_threshold_is_named() -> None:
    suite = suites()[0]
    solution = [0.95 + 0.0005 * index for index in range(MIN_SEEDS)]
    entry = summarize(suite, {"": solution, "harmless": [0.96] * MIN_SEEDS, "broken": [None] * MIN_SEEDS}, "cpu")
    (sentence,) = find_faults(entry)
    assert "harmless" in sentence
    assert "30 of 30" in sentence


def test_missing_accuracy_suite_is_named() -> None:
    with pytest.raises(SpecError, match="no test file here has a function measure"):
        find_suites("training")


def test_unknown_problem_is_named() -> None:
    with pytest.raises(SpecError, match=r"digitz/problem\.toml: there is no such file; did you mean 'digits'"):
        find_suites("digitz")


def test_unreadable_test_size_is_named(spec: Path) -> None:
    path = spec / "spec/problems/sums/hidden/test_measured.py"
    path.write_text("from testkit import TEST_SIZE\n\n\ndef measure(student, seed): ...\n", encoding="utf-8")
    with pytest.raises(SpecError, match=r"sums/hidden/test_measured.py: .* needs TEST_SIZE"):
        find_suites("sums", course_in(spec))


def test_cut_line_is_measured_again(tmp_path: Path) -> None:
    """As after a full disk, or a process that was killed while it wrote."""
    store = tmp_path / "steps.jsonl"
    store.write_text("0.5\nnull\n0.6", encoding="utf-8")
    assert read_earlier(store) == [0.5, None]
    assert store.read_text(encoding="utf-8") == "0.5\nnull\n"
    assert read_earlier(tmp_path / "none.jsonl") == []
