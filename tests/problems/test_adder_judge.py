"""The checks of the adder trust only weights: they agree with a plain simulation, and every right setting passes."""

from __future__ import annotations

import importlib.util
import sys
from types import ModuleType
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import testkit
from scripts.coursespec.course import ROOT

RIGHT: dict[str, Any] = {
    "U": np.ones((3, 2)),
    "W": np.array([[0.0, 1, 0]] * 3),
    "b_h": np.array([-0.5, -1.5, -2.5]),
    "v": np.array([1.0, -1, 1]),
    "b_y": -0.5,
    "h_0": np.zeros(3),
}
PAIRS = [(a, b) for a in range(16) for b in range(16)]


@pytest.fixture(scope="module")
def judge() -> Any:
    return _judge()


def _judge() -> ModuleType:
    """Import the problem's probes."""
    path = ROOT / "spec" / "problems" / "rnn_adder" / "probes.py"
    spec = importlib.util.spec_from_file_location("adder_probes", path)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


def plainly(weights: dict[str, Any], a: int, b: int, length: int) -> int:
    """Return the sum that the network gives, computed one unit at a time."""
    hidden, total = list(weights["h_0"]), 0
    for place in range(length):
        x = [a >> place & 1, b >> place & 1]
        hidden = [
            float(
                sum(u * i for u, i in zip(U, x, strict=True)) + sum(w * h for w, h in zip(W, hidden, strict=True)) + b_h
                > 0
            )
            for U, W, b_h in zip(weights["U"], weights["W"], weights["b_h"], strict=True)
        ]
        total += int(sum(v * h for v, h in zip(weights["v"], hidden, strict=True)) + weights["b_y"] > 0) << place
    return total


whole = st.integers(-3, 3)


@settings(max_examples=60)
@given(st.lists(whole, min_size=25, max_size=25))
def test_simulation_agrees_unit_by_unit(numbers: list[int]) -> None:
    judge = _judge()
    parts = np.array(numbers, dtype=float) + 0.25  # quarters: sums are exact in any order
    weights = {"U": parts[:6].reshape(3, 2), "W": parts[6:15].reshape(3, 3), "b_h": parts[15:18], "v": parts[18:21]}
    weights |= {"b_y": parts[21], "h_0": parts[22:25]}
    pairs = PAIRS[::7]
    wrong, _ = judge.wrong_sums(judge.claimed(weights), pairs, 5)
    assert wrong == sum(plainly(weights, a, b, 5) != a + b for a, b in pairs)


@settings(max_examples=60)
@given(
    st.permutations(range(3)),
    st.lists(st.sampled_from([1e-3, 0.5, 3.0, 1e6]), min_size=4, max_size=4),
    st.lists(st.booleans(), min_size=3, max_size=3),
    st.lists(st.floats(-0.05, 0.05), min_size=25, max_size=25),
)
def test_every_right_setting_passes(
    order: list[int], scales: list[float], flipped: list[bool], jitter: list[float]
) -> None:
    """Units may be in any order, scaled, inverted, and have weights moved within the margins of the thresholds."""
    judge = _judge()
    noise = np.array(jitter)
    U, W, b_h = (
        RIGHT["U"] + noise[:6].reshape(3, 2),
        RIGHT["W"] + noise[6:15].reshape(3, 3),
        RIGHT["b_h"] + noise[15:18],
    )
    v, b_y = RIGHT["v"] + noise[18:21], RIGHT["b_y"] + noise[21]
    h_0 = np.zeros(3)
    for unit, flip in enumerate(flipped):
        if flip:  # h becomes 1 - h: weights from it change sign and move a bias, weights to it change sign
            b_h, b_y = b_h + W[:, unit], b_y + v[unit]
            W, v, h_0 = W.copy(), v.copy(), h_0.copy()
            W[:, unit], v[unit], h_0[unit] = -W[:, unit], -v[unit], 1.0
            U, b_h = U.copy(), b_h.copy()
            U[unit], W[unit], b_h[unit] = -U[unit], -W[unit], -b_h[unit]
    rows = np.array(scales[:3])[:, None]
    U, W, b_h = (U * rows)[order], (W * rows)[order][:, order], (b_h * rows[:, 0])[order]
    weights = {"U": U, "W": W, "b_h": b_h, "v": v[order] * scales[3], "b_y": b_y * scales[3], "h_0": h_0[order]}
    adder = judge.claimed(weights)
    assert judge.wrong_sums(adder, PAIRS, 5) == (0, None)
    assert judge.hangs_on_rounding(adder) == []


def test_reads_booleans_as_numbers(judge: Any) -> None:
    for h_0 in ([False, False, False], np.zeros(3, dtype=bool)):
        assert judge.wrong_sums(judge.claimed(RIGHT | {"h_0": h_0}), PAIRS, 5)[0] == 0


@pytest.mark.parametrize(
    ("key", "value", "word"),
    [
        ("U", np.ones((2, 3)), "shape"),
        ("v", [1.0, float("nan"), 1.0], "finite"),
        ("b_y", [0.5], "single number"),
        ("W", [[1, 2], [3]], "rows of one length"),
        ("h_0", [1j, 0, 0], "real numbers"),
        ("b_h", "abc", "list"),
    ],
)
def test_refuses_invalid_weights(judge: Any, key: str, value: object, word: str) -> None:
    with pytest.raises(testkit.check.CheckFailure, match=word):
        judge.claimed(RIGHT | {key: value})


@pytest.mark.parametrize(
    ("change", "word"),
    [
        ({"W": np.zeros((3, 3))}, "there were never a carry"),
        ({"h_0": np.array([0.0, 1, 0])}, "one too many"),
        ({"v": np.array([0.0, 1, 0])}, "carry of each place"),
        ({"b_y": -3.0}, "never on"),
    ],
)
def test_describes_wrong_networks(judge: Any, change: dict[str, Any], word: str) -> None:
    assert word in judge.diagnosis(judge.claimed(RIGHT | change), "")
