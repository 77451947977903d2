"""Checks of answers in graded tests: type, shape and dtype class first, then finiteness, then closeness.

A scalar never broadcasts against a vector, an empty answer never matches, NaN never passes. Every failure carries two
texts: ``words`` says what was expected without any expected value, and is all that the grader shows a student;
``values`` adds the numbers, for staff and for ``pytest`` on the student's own machine. What ``words`` take from an answer
is a choice from a short list: its kind, its dtype, a shape of few digits, a count. A submission could choose it to tell
something, so no answer may stand in them in any other way.

A hint follows only the failure that it was written for: ``close``, ``equal``, ``between``, ``shape`` and ``numbers`` give it to
an answer of the right kind, ``raises`` to a call that raised nothing. For None every check has a hint of its own.

What counts as the right type follows from ``expected``:

==================  ========================================================================================
``expected``        accepted
==================  ========================================================================================
``torch.Tensor``    a tensor of the same shape and dtype class (floating, integer, bool, complex)
``np.ndarray``      an array of the same shape and dtype class (a NumPy scalar where ``expected`` has no axes)
int, float          a number: Python or NumPy number, or a tensor or array without axes; never a bool
list, tuple         the same numbers, nested alike, as a list, tuple, array or tensor
==================  ========================================================================================
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from typing import Any, NoReturn

import numpy as np
import torch

__tracebackhide__ = True  # pytest shows a student the line that checks, not how checking works


MAX_NUMBERS = 1_000_000  # looked at one by one
# Of an answer's shape: more could spell something. A size that was expected, or stands there twice, does not count again.
MAX_AXES, MAX_DIGITS = 4, 3
MAX_COUNT, MAX_INDEX = 1000, 20  # the largest that are shown exactly
NONE_HINT = "A function that ends without a return statement returns None."


class CheckFailure(AssertionError):
    """An answer was turned down.

    Attributes:
        words: what was expected, free of expected values.
        values: the same with values.
        hint: what the test's author suggests.
    """

    def __init__(self, words: str, values: str = "", hint: str = "") -> None:
        self.words, self.values, self.hint = words, values, hint
        super().__init__("\n".join(part for part in (words, values, hint and f"Hint: {hint}") if part))


def fail(words: str, *, values: str = "", hint: str = "") -> None:
    """Turn an answer down in the test's own words.

    Args:
        words: what was expected; they must hold no hidden value.
        values: the same with values, for public tests and for staff.
        hint: the test's own hint, free of expected values.

    Raises:
        CheckFailure: the answer is turned down.
    """
    raise CheckFailure(words, values, hint)


def that(condition: object, words: str, *, values: str = "", hint: str = "") -> None:
    """Require ``condition`` to be exactly True, or a single True of NumPy or torch.

    Args:
        condition: what must hold.
        words: what was expected; they must hold no hidden value.
        values: the same with values, for public tests and for staff.
        hint: the test's own hint, free of expected values.

    Raises:
        CheckFailure: the answer is turned down.
    """
    if isinstance(condition, torch.Tensor) and condition.dtype == torch.bool and condition.numel() == 1:
        condition = bool(condition)
    if isinstance(condition, np.bool_):
        condition = bool(condition)
    if condition is not True:
        raise CheckFailure(words, values, hint)


def _fail_kind(words: str, value: object, hint: str = "") -> NoReturn:
    """Turn down an answer of the wrong kind; ``hint`` is the test's own, where that is about the kind."""
    raise CheckFailure(words, "", NONE_HINT if value is None else hint)


def describe(value: object) -> str:
    """Return the kind, shape and dtype of a value in words, never its contents."""
    if value is None:
        return "None"
    if isinstance(value, torch.Tensor):
        return f"a tensor of {describe_shape(value.shape)} and dtype {str(value.dtype).removeprefix('torch.')}"
    if isinstance(value, np.ndarray):
        return f"an array of {describe_shape(value.shape)} and dtype {value.dtype}"
    if isinstance(value, (bool, np.bool_)):
        return "a bool"
    if isinstance(value, (list, tuple)):
        return f"a {type(value).__name__} of {_length(len(value))} element{'' if len(value) == 1 else 's'}"
    if isinstance(value, dict):
        return f"a dict with {_length(len(value))} key{'' if len(value) == 1 else 's'}"
    # In the grader an object that stayed in the worker is a proxy, which knows the name of what it stands for.
    name = type(value).__name__
    if hasattr(type(value), "student_type"):
        name = str(getattr(value, "student_type", name))
    return f"{'an' if name[:1].lower() in 'aeiou' else 'a'} {name}"


def describe_shape(shape: Sequence[int], expected: Sequence[int] = ()) -> str:
    """Return an answer's shape in words; without its sizes where they are so many or so large that they could spell something.

    Args:
        shape: of the answer.
        expected: the shape that it should have, where one is known: its sizes may be shown again.
    """
    sizes = tuple(int(size) for size in shape)
    if 0 in sizes and len(sizes) > 1:  # its other sizes may be anything
        return f"a shape with {_axes(sizes)} and no elements"
    chosen = {size for size in sizes if size not in tuple(expected)}
    if len(sizes) > MAX_AXES or sum(len(str(size)) for size in chosen) > MAX_DIGITS:
        return f"a shape with {_axes(sizes)}"
    return f"shape {sizes}"


def _axes(sizes: tuple[int, ...]) -> str:
    return f"{len(sizes)} {'axis' if len(sizes) == 1 else 'axes'}"


def _length(length: int) -> str:
    return str(length) if length <= MAX_COUNT else f"more than {MAX_COUNT}"


def _share(count: int, size: int) -> str:
    """Return "3 of 12", and of many values a percentage: an answer's exact size could spell something."""
    if size <= MAX_COUNT:
        return f"{count} of {size}"
    return f"about {min(99, max(1, round(100 * count / size)))} % of the"


def _entry(index: int, what: str) -> str:
    return f"entry {index} of {what}" if index < MAX_INDEX else f"a later entry of {what}"


def is_number(value: object) -> bool:
    """Return whether ``value`` is one real number: no bool, no complex, no container with axes."""
    if isinstance(value, (bool, np.bool_)):
        return False
    if isinstance(value, torch.Tensor):
        return value.ndim == 0 and value.dtype != torch.bool and not value.is_complex()
    if isinstance(value, np.ndarray):
        return value.ndim == 0 and value.dtype.kind in "iuf"
    return isinstance(value, (int, float, np.integer, np.floating))


def number(value: object, *, what: str = "the result", hint: str = "") -> float:
    """Return ``value`` as a finite float.

    Args:
        value: a Python or NumPy number, or a tensor or array without axes.
        what: names the answer in messages, such as "the loss".
        hint: the test's own hint, free of expected values.

    Raises:
        CheckFailure: the answer is turned down.
    """
    if not is_number(value):
        _fail_kind(f"{_start(what)} should be one number, not {describe(value)}.", value, hint)
    plain = float(value.detach()) if isinstance(value, torch.Tensor) else float(value)  # type: ignore[arg-type]
    if not math.isfinite(plain):
        raise CheckFailure(f"{_start(what)} should be a finite number, not {plain}.", "", hint)
    return plain


def numbers(value: object, length: int | None = None, *, what: str = "the result", hint: str = "") -> list[float]:
    """Return ``value`` as a list of finite floats.

    Args:
        value: a list or tuple, or an array or tensor with one axis.
        length: how many numbers there must be; None for any number.
        what: names the answer in messages, such as "the loss".
        hint: the test's own hint, free of expected values.

    Raises:
        CheckFailure: the answer is turned down.
    """
    is_listed = value.ndim == 1 if isinstance(value, (torch.Tensor, np.ndarray)) else isinstance(value, (list, tuple))
    if not is_listed or not isinstance(value, (list, tuple, torch.Tensor, np.ndarray)):
        _fail_kind(f"{_start(what)} should be a list of numbers, not {describe(value)}.", value)
    if length is not None and len(value) != length:
        wanted = f"{length} number{'' if length == 1 else 's'}"
        raise CheckFailure(f"{_start(what)} should be {wanted}, not {_length(len(value))}.", "", hint)
    if len(value) > MAX_NUMBERS:
        _fail_kind(f"{_start(what)} should be a list of numbers, not {describe(value)}.", value)
    if isinstance(value, (list, tuple)) or len(value) == 0:
        return [number(item, what=_entry(index, what)) for index, item in enumerate(value)]
    number(value[0], what=f"entry 0 of {what}")  # turns down dtypes that hold no numbers
    plain = _plain(value).astype(np.float64)  # at once: a million tensors of one number take half a gigabyte
    for index in np.flatnonzero(~np.isfinite(plain))[:1].tolist():
        number(float(plain[index]), what=_entry(index, what))
    return plain.tolist()


def unpack(value: object, length: int, *, what: str = "the result", hint: str = "") -> tuple[Any, ...]:
    """Return ``value`` as a tuple of ``length`` parts.

    Args:
        value: a tuple or list.
        length: how many parts there must be.
        what: names the answer in messages, such as "the loss".
        hint: the test's own hint, free of expected values.

    Raises:
        CheckFailure: the answer is turned down.
    """
    if not isinstance(value, (tuple, list)) or len(value) != length:
        _fail_kind(f"{_start(what)} should be {length} values, not {describe(value)}.", value, hint)
    return tuple(value)


def keys(value: object, expected: Iterable[str], *, what: str = "the result", hint: str = "") -> dict[str, Any]:
    """Return ``value`` as a dict that has at least the keys ``expected``.

    Args:
        value: a dict.
        expected: the keys.
        what: names the answer in messages, such as "the loss".
        hint: the test's own hint, free of expected values.

    Raises:
        CheckFailure: the answer is turned down.
    """
    wanted = list(expected)
    listed = ", ".join(repr(key) for key in wanted)
    if not isinstance(value, dict):
        _fail_kind(f"{_start(what)} should be a dict with the keys {listed}, not {describe(value)}.", value, hint)
    missing = [key for key in wanted if key not in value]
    if missing:
        raise CheckFailure(f"{_start(what)} lacks the key {missing[0]!r}.", "", hint)
    return value


def tensor(value: object, *, what: str = "the result", hint: str = "") -> torch.Tensor:
    """Return ``value`` as a finite tensor with at least one element.

    Args:
        value: a tensor.
        what: names the answer in messages, such as "the loss".
        hint: the test's own hint, free of expected values.

    Raises:
        CheckFailure: the answer is turned down.
    """
    if not isinstance(value, torch.Tensor):
        _fail_kind(f"{_start(what)} should be a tensor, not {describe(value)}.", value, hint)
    _finite(value.detach(), what, hint)
    return value


def shape(value: object, expected: Sequence[int], *, what: str = "the result", hint: str = "") -> None:
    """Require a tensor or array to have exactly this shape.

    Args:
        value: a tensor or array.
        expected: the shape.
        what: names the answer in messages, such as "the loss".
        hint: the test's own hint, free of expected values.

    Raises:
        CheckFailure: the answer is turned down.
    """
    if not isinstance(value, (torch.Tensor, np.ndarray)):
        _fail_kind(f"{_start(what)} should be a tensor or an array, not {describe(value)}.", value)
    if tuple(value.shape) != tuple(expected):
        raise _wrong_shape(value.shape, expected, what, hint)


def close(
    actual: object,
    expected: object,
    *,
    rtol: float | None = None,
    atol: float | None = None,
    what: str = "the result",
    hint: str = "",
) -> None:
    """Require an answer to be finite, of the expected kind and shape, and close to what was expected everywhere.

    Close means ``|actual - expected| <= atol + rtol * |expected|``.

    The default tolerances are those of a few hundred additions in the coarser of the two dtypes: rtol 1e-4 and atol 1e-6 for
    float32, 1e-9 and 1e-12 for float64. Argue any other where you pass it.

    Args:
        actual: the student's answer.
        expected: a tensor, array, number, or list or tuple of numbers; the table above says what is accepted.
        rtol: relative tolerance.
        atol: absolute tolerance.
        what: names the answer in messages, such as "the loss".
        hint: the test's own hint, free of expected values.

    Raises:
        CheckFailure: the answer is turned down.
        TypeError: ``expected`` cannot be compared with.
    """
    want, got = _arrays(actual, expected, what, hint)
    if rtol is None or atol is None:
        coarse = _is_single(actual) or _is_single(expected)
        rtol = (1e-4 if coarse else 1e-9) if rtol is None else rtol
        atol = (1e-6 if coarse else 1e-12) if atol is None else atol
    _finite(got, what, hint)
    if want.dtype.kind == "b":
        wrong = got != want
    else:
        wide_want, wide_got = _without_overflow(want), _without_overflow(got)
        with np.errstate(over="ignore", invalid="ignore"):
            wrong = ~np.asarray(abs(wide_got - wide_want) <= atol + rtol * abs(wide_want), dtype=bool)
    if wrong.any():
        raise CheckFailure(_which(wrong, what), _values(got, want, wrong), hint)


def equal(actual: object, expected: object, *, what: str = "the result", hint: str = "") -> None:
    """Require the same type, shape, dtype class and values. Strings, bools and None compare as themselves.

    Args:
        actual: the student's answer.
        expected: as for ``close``, or a string, bool or None, or a list or tuple that holds some.
        what: names the answer in messages, such as "the loss".
        hint: the test's own hint, free of expected values.

    Raises:
        CheckFailure: the answer is turned down.
    """
    if expected is None or isinstance(expected, (bool, str)):
        if type(actual) is not type(expected):
            wanted = "None" if expected is None else f"a {type(expected).__name__}"
            _fail_kind(f"{_start(what)} should be {wanted}, not {describe(actual)}.", actual)
        if actual != expected:
            raise CheckFailure(f"{_start(what)} is not right.", f"Expected {expected!r}, got {actual!r}.", hint)
        return
    if isinstance(expected, (list, tuple)) and any(isinstance(item, (str, bool, type(None))) for item in expected):
        parts = unpack(actual, len(expected), what=what, hint=hint)
        for index, (got_part, want_part) in enumerate(zip(parts, expected, strict=True)):
            equal(got_part, want_part, what=_entry(index, what), hint=hint)
        return
    want, got = _arrays(actual, expected, what, hint)
    _finite(got, what, hint)
    wrong = np.asarray(got != want, dtype=bool)
    if wrong.any():
        raise CheckFailure(_which(wrong, what), _values(got, want, wrong), hint)


def between(actual: object, low: float, high: float, *, what: str = "the result", hint: str = "") -> None:
    """Require a number, or every element of a tensor or array, to lie in [low, high].

    Args:
        actual: a number, tensor or array.
        low: the smallest value allowed.
        high: the largest value allowed.
        what: names the answer in messages, such as "the loss".
        hint: the test's own hint, free of expected values.

    Raises:
        CheckFailure: the answer is turned down.
    """
    if is_number(actual):
        plain = number(actual, what=what, hint=hint)
        if not low <= plain <= high:
            side = "smaller" if plain < low else "larger"
            raise CheckFailure(
                f"{_start(what)} is {side} than it should be.", f"Got {plain}, allowed [{low}, {high}].", hint
            )
        return
    if not isinstance(actual, (torch.Tensor, np.ndarray)):
        _fail_kind(f"{_start(what)} should be a number or a tensor, not {describe(actual)}.", actual)
    got = _plain(actual)
    _finite(got, what, hint)
    wrong = (got < low) | (got > high)
    if wrong.any():
        count = int(wrong.sum())
        share = _share(count, wrong.size)
        raise CheckFailure(
            f"{_start(what)} should stay in range; {share} elements {'is' if count == 1 else 'are'} outside it.",
            f"Smallest {got.min()}, largest {got.max()}, allowed [{low}, {high}].",
            hint,
        )


def raises(
    kinds: type[BaseException] | tuple[type[BaseException], ...],
    call: Callable[..., Any],
    *args: Any,
    what: str = "the call",
    hint: str = "",
    **kwargs: Any,
) -> None:
    """Require a call to raise one of ``kinds``.

    Args:
        kinds: the exception's type, or a tuple of types.
        call: a function of the student's.
        *args: its positional arguments.
        what: names the call in messages.
        hint: the test's own hint, free of expected values.
        **kwargs: its keyword arguments.

    Raises:
        CheckFailure: the answer is turned down.
    """
    wanted = kinds if isinstance(kinds, tuple) else (kinds,)
    names = " or ".join(kind.__name__ for kind in wanted)
    try:
        call(*args, **kwargs)
    except Exception as error:
        if isinstance(error, NotImplementedError) and NotImplementedError not in wanted:
            raise  # a stub, not an answer
        base = getattr(error, "student_bases", None)  # in the grader: the names of the type and its bases
        if base is not None:
            if "NotImplementedError" in base and NotImplementedError not in wanted:
                raise
            if any(kind.__name__ in base for kind in wanted):
                return
            if not base:
                raise
        elif isinstance(error, wanted):
            return
        got = base[0] if base else type(error).__name__
        raise CheckFailure(f"{_start(what)} should raise {names}; it raised {got}.") from None
    raise CheckFailure(f"{_start(what)} should raise {names}; it returned as if all were well.", "", hint)


def answer(student: Any, problem: str, key: str) -> Any:
    """Return the number, or list of numbers, that the student wrote for ``key`` in ``[problem]`` of ``report/answers.toml``.

    Args:
        student: the fixture ``student``.
        problem: the problem's name.
        key: the answer's name.

    Raises:
        CheckFailure: nothing is written there, or it is no number.
    """
    given = student.module("report.numeric_answers").read_answer(problem, key)
    where = f"report/answers.toml: {key} in [{problem}]"
    if given is None:
        raise CheckFailure(f'{where} is still open; put your number in place of its "?".')
    if not is_number(given) and not isinstance(given, (list, tuple)):
        raise CheckFailure(
            f"{where} cannot be read. Is the file there, and the number written without quotes, unit and thousands "
            "separators? 'python -m report' says what to fix.",
            str(given) if isinstance(given, str) else "",
        )
    return given


def _wrong_shape(shape: Sequence[int], expected: Sequence[int], what: str, hint: str) -> CheckFailure:
    words = f"{_start(what)} should have shape {tuple(expected)}, not {describe_shape(shape, expected)}."
    return CheckFailure(words, "" if str(tuple(shape)) in words else f"Its shape is {tuple(shape)}.", hint)


def _start(what: str) -> str:
    """Return ``what`` with a capital letter, unless it begins with a name from code, such as dl_dh2."""
    first = what.partition(" ")[0]
    return what if "_" in first or not first.isalpha() else what[:1].upper() + what[1:]


def _dtype_class(kind: str) -> str:
    return {"f": "floating", "i": "integer", "u": "integer", "b": "bool", "c": "complex"}.get(kind, "other")


def _plain(value: torch.Tensor | np.ndarray) -> np.ndarray:
    if isinstance(value, torch.Tensor):
        value = value.detach().cpu()
        if value.dtype in (torch.bfloat16, torch.float16):
            value = value.float()
        return np.asarray(value.resolve_conj().resolve_neg().numpy())
    return value


def _is_single(value: object) -> bool:
    if isinstance(value, torch.Tensor):
        return value.dtype in (torch.float32, torch.float16, torch.bfloat16)
    if isinstance(value, (np.ndarray, np.floating)):
        return value.dtype in (np.float32, np.float16)
    if isinstance(value, (list, tuple)):
        return any(_is_single(item) for item in value)
    return False


def _nested(value: object, what: str) -> np.ndarray:
    """Return a list, tuple, array, tensor or number as an array; turn ragged and non-numeric ones down."""
    if isinstance(value, (torch.Tensor, np.ndarray)):
        return _plain(value)
    if is_number(value):
        return np.asarray(value.detach().cpu().numpy() if isinstance(value, torch.Tensor) else value)
    if isinstance(value, (list, tuple)):
        parts = [_nested(item, what) for item in value]
        if len({part.shape for part in parts}) > 1:
            raise CheckFailure(f"{_start(what)} should have rows of the same length.")
        return np.stack(parts) if parts else np.empty(0)
    _fail_kind(f"{_start(what)} should be made of numbers; there is {describe(value)} in it.", value)


def _arrays(actual: object, expected: object, what: str, hint: str) -> tuple[np.ndarray, np.ndarray]:
    """Return expected and actual as arrays of one shape and dtype class, or raise a failure that says what differs."""
    if isinstance(expected, torch.Tensor):
        if not isinstance(actual, torch.Tensor):
            _fail_kind(f"{_start(what)} should be a tensor, not {describe(actual)}.", actual)
    elif isinstance(expected, np.ndarray):
        single = expected.ndim == 0 and isinstance(actual, np.generic)
        if not isinstance(actual, np.ndarray) and not single:
            _fail_kind(f"{_start(what)} should be a NumPy array, not {describe(actual)}.", actual)
    elif is_number(expected):
        if not is_number(actual):
            _fail_kind(f"{_start(what)} should be one number, not {describe(actual)}.", actual)
    elif isinstance(expected, (list, tuple)):
        if not isinstance(actual, (list, tuple, np.ndarray, torch.Tensor)):
            _fail_kind(f"{_start(what)} should be a list, an array or a tensor, not {describe(actual)}.", actual)
    else:
        raise TypeError(f"check cannot compare with {type(expected).__name__}")
    want = _nested(expected, "the expected value")
    if want.size == 0:
        raise TypeError("the expected value is empty: such a check could not fail")
    if not _has_shape(actual, want.shape):  # before any value is converted
        if (first := _first_shape(actual)) == want.shape:
            raise CheckFailure(f"{_start(what)} should have rows of the same length.")
        raise _wrong_shape(first, want.shape, what, hint)
    got = np.asarray(actual) if isinstance(actual, np.generic) else _nested(actual, what)
    strict = isinstance(expected, (torch.Tensor, np.ndarray))
    got_class, want_class = _dtype_class(got.dtype.kind), _dtype_class(want.dtype.kind)
    numeric = {"floating", "integer"}
    if got_class != want_class and (strict or not {got_class, want_class} <= numeric):
        raise CheckFailure(f"{_start(what)} should hold {want_class} values, not {got.dtype}.")
    if want.dtype.kind == "f" or got.dtype.kind == "f":
        return _as_float(want), _as_float(got)
    return want, got


def _has_shape(value: object, expected: Sequence[int]) -> bool:
    """Return whether a number, array, tensor or nested list has this shape, having looked at no more than that many values."""
    if not isinstance(value, (list, tuple)):
        return tuple(getattr(value, "shape", ())) == tuple(expected)
    return len(expected) > 0 and len(value) == expected[0] and all(_has_shape(item, expected[1:]) for item in value)


def _first_shape(value: object) -> tuple[int, ...]:
    """Return the shape of a nested list whose rows are all like its first."""
    if not isinstance(value, (list, tuple)):
        return tuple(getattr(value, "shape", ()))
    return (len(value), *(_first_shape(value[0]) if len(value) else ()))


def _as_float(value: np.ndarray) -> np.ndarray:
    """Return floats where each value is one; otherwise Python's integers, which compare with floats exactly."""
    if value.dtype.kind in "iu" and not _fits_float(value):
        return value.astype(object)
    return value.astype(np.float64)


def _without_overflow(value: np.ndarray) -> np.ndarray:
    """Return integers that can be subtracted: in NumPy's own types -64 and 64 are 128 apart, which int8 calls -128."""
    return _as_float(value) if value.dtype.kind in "iu" else value


def _fits_float(integers: np.ndarray) -> bool:
    return max(abs(int(integers.max())), abs(int(integers.min()))) <= 2**53


def _finite(value: torch.Tensor | np.ndarray, what: str, hint: str) -> None:
    got = _plain(value)
    if got.size == 0:
        raise CheckFailure(f"{_start(what)} should not be empty.", "", hint)
    if got.dtype.kind in "fc" and not np.isfinite(got).all():
        bad = int((~np.isfinite(got)).sum())
        kind = "NaN" if np.isnan(got).any() else "infinite"
        share = f"{_share(bad, got.size)} values {'is' if bad == 1 else 'are'}"
        raise CheckFailure(f"{_start(what)} should be finite; {share} {kind}.", "", hint)


def _which(wrong: np.ndarray, what: str) -> str:
    if wrong.ndim == 0:
        return f"{_start(what)} is not right."
    count = int(wrong.sum())
    if count == wrong.size:
        all_of_them = f"none of the {wrong.size} values is right" if count > 1 else "the value is not right"
        return f"{_start(what)}: the shape is right, but {all_of_them}."
    return f"{_start(what)}: the shape is right, but {_share(count, wrong.size)} values {'is' if count == 1 else 'are'} wrong."


def _values(got: np.ndarray, want: np.ndarray, wrong: np.ndarray) -> str:
    if wrong.ndim == 0:
        return f"Expected {want}, got {got}."
    if want.size <= 12:
        return f"Expected {want.tolist()}, got {got.tolist()}."
    first = tuple(int(axis[0]) for axis in np.nonzero(wrong))
    return f"First at index {first}: expected {want[first]}, got {got[first]}."
