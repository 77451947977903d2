"""What ``testkit.check`` compares is compared exactly: no integer wraps round, no rounding hides a difference."""

from __future__ import annotations

import tracemalloc

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from testkit import check

WHOLE = {np.int8: 7, np.uint8: 8, np.int32: 31, np.int64: 63}


@st.composite
def whole_numbers(draw: st.DrawFn) -> tuple[np.ndarray, np.ndarray]:
    """Two arrays of one integer type, from all over its range, that often agree."""
    kind = draw(st.sampled_from(list(WHOLE)))
    numbers = st.integers(int(np.iinfo(kind).min), int(np.iinfo(kind).max))
    first = draw(st.lists(numbers, min_size=1, max_size=4))
    second = [draw(st.just(number) | numbers) for number in first]
    return np.array(first, kind), np.array(second, kind)


def passes(comparison: object, *arguments: object, **options: float) -> bool:
    try:
        comparison(*arguments, **options)  # type: ignore[operator]
    except check.CheckFailure:
        return False
    return True


@given(whole_numbers(), st.integers(0, 300))
def test_close_integers_differ_little(pair: tuple[np.ndarray, np.ndarray], most: int) -> None:
    """Integers are close exactly where their difference is within the tolerance."""
    got, want = pair
    expected = all(abs(int(a) - int(b)) <= most for a, b in zip(got, want, strict=True))
    for convert in (np.asarray, torch.from_numpy):
        assert passes(check.close, convert(got), convert(want), rtol=0, atol=most) is expected


@given(st.integers(-(2**60), 2**60), st.integers(-2, 2))
def test_equal_compares_integer_and_float_exactly(number: int, off: int) -> None:
    assert passes(check.equal, number + off, float(number)) is (number + off == float(number))
    assert passes(check.equal, float(number), number + off) is (number + off == float(number))


@pytest.mark.parametrize(
    ("got", "what", "expected"),
    [
        ([1.0, 2.0, 4.0], "the weights", "The weights: the shape is right, but 1 of 3 values is wrong."),
        ([0.0, 0.0, 0.0], "the weights", "The weights: the shape is right, but none of the 3 values is right."),
        ([1.0, 2.0, float("nan")], "dl_dh2", "dl_dh2 should be finite; 1 of 3 values is NaN."),
        ([1.0, 2.0], "W1 after a step", "W1 after a step should have shape (3,), not shape (2,)."),
    ],
)
def test_failures_are_whole_sentences(got: list[float], what: str, expected: str) -> None:
    with pytest.raises(check.CheckFailure) as caught:
        check.close(torch.tensor(got), torch.tensor([1.0, 2.0, 3.0]), what=what)
    assert caught.value.words == expected


@pytest.mark.parametrize("true", [True, np.bool_(True), torch.tensor(True), torch.tensor([True])])
def test_single_true_holds(true: object) -> None:
    check.that(true, "it holds")


@pytest.mark.parametrize(
    "other", [1, 1.0, "yes", torch.tensor(1.0), torch.tensor([True, True]), np.ones(1), None, [True]]
)
def test_other_values_do_not_hold(other: object) -> None:
    with pytest.raises(check.CheckFailure):
        check.that(other, "it holds")


@pytest.mark.parametrize(
    "answer", [torch.zeros(10**6), np.zeros(10**6), [0.0] * 10**6], ids=["tensor", "array", "list"]
)
def test_compares_lengths_before_values(answer: object) -> None:
    """An answer of another length is turned down before memory is spent on its values."""
    tracemalloc.start()
    try:
        for judge in (check.numbers, check.close, check.equal):
            with pytest.raises(check.CheckFailure, match=r"3 numbers, not more than 1000|shape"):
                judge(answer, 3 if judge is check.numbers else [1.0, 2.0, 3.0])  # type: ignore[operator]
        assert tracemalloc.get_traced_memory()[1] < 2**20
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize("answer", [torch.arange(4), np.arange(4.0), [0, 1, 2, 3]], ids=["tensor", "array", "list"])
def test_numbers_come_as_floats(answer: object) -> None:
    got = check.numbers(answer)
    assert got == [0.0, 1.0, 2.0, 3.0] and {type(one) for one in got} == {float}


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (torch.tensor([1.0, float("nan")]), "Entry 1 of the losses should be a finite number, not nan."),
        (np.array([True, False]), "Entry 0 of the losses should be one number, not a bool."),
        (
            torch.zeros(2, 2),
            "The losses should be a list of numbers, not a tensor of shape (2, 2) and dtype float32.",
        ),
        ([[1.0], [2.0, 3.0]], "Entry 0 of the losses should be one number, not a list of 1 element."),
    ],
)
def test_names_what_are_no_numbers(answer: object, words: str) -> None:
    with pytest.raises(check.CheckFailure) as caught:
        check.numbers(answer, what="the losses")
    assert caught.value.words == words


def test_turns_down_ragged_rows() -> None:
    with pytest.raises(check.CheckFailure, match="rows of the same length"):
        check.close([[1.0, 2.0], [3.0]], [[1.0, 2.0], [3.0, 4.0]])
