"""A test's own hint follows only the failure that it was written for."""

import numpy as np
import pytest
import torch

from testkit import check

HINT = "Which element comes first?"


def hint_of(judge, *args, **options):
    with pytest.raises(check.CheckFailure) as caught:
        judge(*args, **options, hint=HINT)
    return caught.value.hint


@pytest.mark.parametrize(
    ("judge", "answer", "expected"),
    [
        (check.close, torch.tensor([1.0, 2.0]), torch.tensor([1.0, 3.0])),
        (check.close, torch.tensor([1.0]), torch.tensor([1.0, 3.0])),
        (check.close, torch.tensor([1.0, float("nan")]), torch.tensor([1.0, 3.0])),
        (check.equal, [1, 2], [1, 3]),
        (check.equal, "left", "right"),
        (check.shape, torch.zeros(2), (3,)),
        (check.numbers, [1.0], 2),
    ],
)
def test_hint_follows_wrong_values(judge, answer, expected) -> None:
    assert hint_of(judge, answer, expected) == HINT


@pytest.mark.parametrize(
    ("judge", "answer", "expected"),
    [
        (check.close, [1.0, 2.0], torch.tensor([1.0, 3.0])),
        (check.close, torch.tensor([True, False]), torch.tensor([1.0, 3.0])),
        (check.close, "1.0", 1.0),
        (check.equal, 3, "three"),
        (check.equal, [[1, 2], [3]], [[1, 2], [3, 4]]),
        (check.shape, [0, 0], (3,)),
        (check.numbers, "12", 2),
        (check.numbers, [1.0, "two"], 2),
    ],
)
def test_wrong_kind_gets_no_hint(judge, answer, expected) -> None:
    assert hint_of(judge, answer, expected) == ""


@pytest.mark.parametrize(
    ("judge", "more"),
    [
        (check.close, (torch.zeros(2),)),
        (check.close, (np.zeros(2),)),
        (check.equal, (1,)),
        (check.equal, ("one",)),
        (check.shape, ((2,),)),
        (check.between, (0, 1)),
        (check.number, ()),
        (check.numbers, (2,)),
        (check.tensor, ()),
        (check.unpack, (2,)),
        (check.keys, (["loss"],)),
    ],
)
def test_none_has_its_own_hint(judge, more) -> None:
    assert hint_of(judge, None, *more) == check.NONE_HINT


def test_raised_error_gets_no_hint() -> None:
    assert hint_of(check.raises, ValueError, int, None) == ""
    assert hint_of(check.raises, ValueError, int, 3) == HINT


def test_hint_about_the_form_stays() -> None:
    assert hint_of(check.unpack, [1.0], 2) == HINT
    assert hint_of(check.number, "1.0") == HINT
