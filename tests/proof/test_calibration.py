"""Accuracy thresholds follow from measurements that are stored beside the tests, and those belong to the code as it is."""

from __future__ import annotations

import json
import math
from functools import cache
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from scripts.errors import SpecError
from scripts.proof.calibration import (
    ARGUMENT,
    LEAST_SEEDS,
    MISS,
    Suite,
    complaints,
    find_suites,
    logit,
    summary,
    threshold,
)


@cache
def suites() -> tuple[Suite, ...]:
    return tuple(find_suites())


def entries() -> list[tuple[Suite, dict[str, Any]]]:
    return [(suite, json.loads(suite.result.read_text(encoding="utf-8"))[suite.file]) for suite in suites()]


def test_every_threshold_follows_from_the_accuracies_stored_with_it() -> None:
    found = entries()
    assert {suite.file for suite, _ in found} >= {"test_accuracy.py", "test_full_mnist.py"}
    for suite, entry in found:
        assert len(entry["solution"]) >= LEAST_SEEDS
        assert entry["test_size"] == suite.test_size
        assert entry["threshold"] == threshold(entry["solution"], suite.test_size)
        assert entry["margin"] == pytest.approx(min(entry["solution"]) - entry["threshold"], abs=1e-6)
        assert entry["argument"] == ARGUMENT.format(miss=MISS, size=suite.test_size)


def test_measurements_belong_to_the_code_as_it_is() -> None:
    for suite, entry in entries():
        where = f"{suite.problem}/hidden/{suite.file}"
        assert entry["code"] == suite.code, (
            f"{where}: what is measured has changed; run make calibrate PROBLEM={suite.problem}"
        )
        wanted = {name for name in suite.relevant() if name}
        assert wanted == set(entry["mistakes"]), f"{where}: run make calibrate PROBLEM={suite.problem}"


def test_the_solution_passes_with_room_and_the_mistakes_do_not() -> None:
    for suite, entry in entries():
        assert complaints(entry) == []
        assert entry["margin"] > 0
        finished = [a for accuracies in entry["mistakes"].values() for a in accuracies if a is not None]
        assert finished, f"{suite.file}: no known mistake was ever measured to the end"
        assert max(finished) < entry["threshold"]


@given(
    st.floats(0.0, 5.0),
    st.floats(0.01, 0.5),
    st.integers(LEAST_SEEDS, 60),
    st.integers(200, 10000),
    st.integers(0, 2**32 - 1),
)
def test_a_normal_logit_misses_the_threshold_with_less_than_the_promised_probability(
    middle: float, deviation: float, seeds: int, size: int, seed: int
) -> None:
    """The probability for one sample varies with its luck, so its mean over samples is what the t quantile promises."""
    rng = np.random.default_rng(seed)
    misses = []
    for _ in range(8):
        logits = rng.normal(middle, deviation, seeds)
        limit = threshold(list(1 / (1 + np.exp(-logits))), size)
        misses.append(float(stats.norm.cdf((math.log(limit / (1 - limit)) - middle) / deviation)))
    # Eight samples leave the mean a few times its expectation, which the reserve keeps far below MISS in turn.
    assert np.mean(misses) < 10 * MISS


def test_the_promise_holds_on_average_over_many_samples() -> None:
    rng = np.random.default_rng(0)
    misses = []
    for _ in range(400):
        logits = rng.normal(3.3, 0.2, LEAST_SEEDS)
        # With endless test pictures there is no reserve: the bare prediction interval has to keep the promise by itself.
        limit = threshold(list(1 / (1 + np.exp(-logits))), 10**9)
        misses.append(float(stats.norm.cdf((math.log(limit / (1 - limit)) - 3.3) / 0.2)))
    assert 0.1 * MISS < float(np.mean(misses)) < 1.5 * MISS


# Runs of one solution are alike. Were some near 0.5 and others near 1, the half picture that is added to each side would draw
# them together the more, the fewer pictures there are.
@given(
    st.floats(0.6, 0.96),
    st.lists(st.floats(-0.02, 0.02), min_size=LEAST_SEEDS, max_size=40),
    st.integers(200, 10000),
)
def test_a_threshold_lies_below_the_mean_and_falls_with_fewer_test_pictures(
    middle: float, offsets: list[float], size: int
) -> None:
    accuracies = [middle + offset for offset in offsets]
    limit = threshold(accuracies, size)
    assert 0 <= limit <= sum(accuracies) / len(accuracies)
    assert threshold(accuracies, size // 2) <= limit


def test_a_perfect_run_has_a_finite_logit() -> None:
    assert logit(1.0, 700) == -logit(0.0, 700) == pytest.approx(math.log(700.5 / 0.5))
    assert 0.5 < threshold([1.0] * LEAST_SEEDS, 700) < 1.0


def test_too_few_seeds_are_refused() -> None:
    with pytest.raises(ValueError, match="too few"):
        threshold([0.95] * (LEAST_SEEDS - 1), 700)


def test_a_mistake_that_reaches_the_threshold_is_named() -> None:
    suite = suites()[0]
    solution = [0.95 + 0.0005 * index for index in range(LEAST_SEEDS)]
    entry = summary(suite, {"": solution, "harmless": [0.96] * LEAST_SEEDS, "broken": [None] * LEAST_SEEDS}, "cpu")
    (sentence,) = complaints(entry)
    assert "harmless" in sentence
    assert "30 of 30" in sentence


def test_a_problem_without_an_accuracy_suite_is_said_so() -> None:
    with pytest.raises(SpecError, match="no test file here has a function measure"):
        find_suites("training")
