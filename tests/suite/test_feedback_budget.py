"""What one test tells a student, beyond whether it passed, is one of at most 2**32 texts, whatever the submission does.

The lists that a submission can choose from are counted here on the longest source that may be quoted; docs/security.md argues
why there are no others.
"""

from __future__ import annotations

import itertools
import math
import re
from collections import Counter
from collections.abc import Iterator

import numpy as np
import pytest
import torch

from autograder.isolation.rpc import messages
from autograder.isolation.rpc.codec import ARRAY_DTYPES, TENSOR_DTYPES
from autograder.model.manifest import Test
from autograder.suite import common_causes, feedback, hints, plugin, redaction, run
from autograder.suite.errors import StudentError
from autograder.suite.submitted_code import MAX_CALLERS, MAX_CHOICES, MAX_LINES, SubmittedCode
from autograder.suite.wordings import DTYPES, WORDINGS
from testkit import check
from tests.kit import kit_assignment

MAX_BITS = 32
# A test's own sentences, that is its checks and what they call an answer: no hidden test of the course has a hundred. Mistakes that
# a test may name; one is named only beside the message that it has itself, but for numbers.
MAX_SENTENCES, MAX_MISTAKES = 256, 64
TEST = Test("p/hidden/test_x.py::test_y", "p", "A test.", "1.1", 1.0)


def largest_submission() -> dict[str, str]:
    """Return more code than may be quoted: every line names much, and every function has many callers."""
    names = ", ".join(f"n{index}" for index in range(MAX_CHOICES - 2))
    lines = [f"    f(a.x{index % 7}, {names}, 'k') + f(b) - n1" for index in range(98)]
    return {f"src/m{file}.py": "\n".join(["def f(p, q):", *lines, "f(1)"]) for file in range(2000)}


@pytest.fixture(scope="module")
def code() -> SubmittedCode:
    return SubmittedCode(largest_submission())


def explain(code: SubmittedCode, kind: str, message: str, *places: tuple[str, int]) -> str:
    frames = [messages.Frame(file, line, "") for file, line in places]
    error = StudentError(messages.Raised(1, [kind, "Exception"], message, frames))
    explanation = feedback.explain(error, TEST, code)
    return f"{explanation.message}\n{explanation.traceback}\n{explanation.hint}"


def quotable_places(code: SubmittedCode) -> list[tuple[str, int]]:
    claims = itertools.product((f"src/m{file}.py" for file in range(2000)), range(1, 101))
    return [place for place in claims if code.locate(messages.Frame(*place, "")) is not None]


def count_messages() -> float:
    """Return how many texts the list of wordings has on one line, every role with as many choices as it can have."""
    choices = {
        "kind": len(redaction.KINDS) + 2, "dtype": len(DTYPES), "rest": 1, "argument": MAX_CHOICES + 1,
        "call": (MAX_CHOICES + 4) * (MAX_CHOICES + 1),
    }  # fmt: skip
    total = 3.0 * len(redaction.KNOWN_EXCEPTIONS)  # a type alone, with and without a remark
    # A cause's sentence names a line that follows from the line that raised; of the rest a name may be chosen.
    total += len(common_causes.CAUSES) * 2 + len(common_causes.ADDED) + 3 * (MAX_CHOICES + 1)
    for wording in WORDINGS:
        total += len(wording.types) * math.prod(choices.get(role, MAX_CHOICES + 1) for role in wording.roles)
    return total


def count_shapes(expected: tuple[int, ...]) -> int:
    """Return how many texts there are of shapes, by trying all with sizes of the expected shape and of few digits."""
    # Others are told apart by their number of digits alone, so one of each length stands for all of them.
    total = 0
    for axes in range(check.MAX_AXES + 1):
        for pattern in set_partitions(axes, len(expected)):
            fresh = 1 + max((label for label in pattern if label >= 0), default=-1)
            for lengths in itertools.product(range(1, check.MAX_DIGITS + 1), repeat=fresh):
                if sum(lengths) <= check.MAX_DIGITS:
                    total += math.prod(10**length for length in lengths)
    return total + 40


def set_partitions(axes: int, known: int) -> Iterator[tuple[int, ...]]:
    """Yield what the axes of a shape hold: a size of the expected shape (negative), or one of several others (from 0)."""

    def extend(pattern: tuple[int, ...]) -> Iterator[tuple[int, ...]]:
        if len(pattern) == axes:
            yield pattern
            return
        fresh = 1 + max((label for label in pattern if label >= 0), default=-1)
        for label in range(-known, fresh + 1):
            yield from extend((*pattern, label))

    yield from extend(())


def test_one_test_tells_32_bits(code: SubmittedCode) -> None:
    """All texts that one hidden test of the largest submission can have are fewer than 2**32."""
    raised = MAX_LINES * (MAX_CALLERS + 1) * (count_messages() + MAX_MISTAKES)
    described = (
        (len(TENSOR_DTYPES) + len(ARRAY_DTYPES)) * count_shapes(())
        + check.MAX_COUNT * 4
        + run.MAX_CLASSES
        + 400
        + 101  # a percentage
    )
    wrong = MAX_SENTENCES * (count_shapes(tuple(range(4))) + described + check.MAX_COUNT**2 / 2 + 100)
    wrong += MAX_MISTAKES * (count_shapes(tuple(range(4))) + check.MAX_COUNT**2 / 2)
    passed = 1001 * 2 * 9000 * 17  # parts of the points, and a value on the leaderboard
    assert math.log2(raised + wrong + passed + 1000) <= MAX_BITS


def test_few_mistakes_explain_a_test() -> None:
    counts = Counter(f"{one.name}/{test}" for one in kit_assignment("complete").problems
                     for mistake in one.mistakes for test in one.failing(mistake))  # fmt: skip
    assert max(counts.values()) <= MAX_MISTAKES


def test_quotes_no_more_lines(code: SubmittedCode) -> None:
    places = quotable_places(code)
    assert len(places) == MAX_LINES
    texts = {explain(code, "ValueError", "", place) for place in places[:300]}
    assert len(texts) == 300  # so the line is what varies


def test_shows_few_callers() -> None:
    """A function's caller is shown where few lines call it, and only one of them; a claim of any other line changes nothing."""
    for count, shown in ((MAX_CALLERS, MAX_CALLERS + 1), (MAX_CALLERS + 1, 1)):
        source = "def f(x):\n    raise x\n\n\ndef g(x):\n" + "    f(x)\n" * count + "    h(x)\n" * 40
        code = SubmittedCode({"src/m.py": source})
        lines = range(1, len(source.splitlines()) + 1)
        frames = itertools.product(lines, lines)
        texts = {
            explain(code, "ValueError", "", *(("src/m.py", line) for line in pair), ("src/m.py", 2)) for pair in frames
        }
        assert len(texts) == shown


def test_shows_few_names(code: SubmittedCode) -> None:
    """Of any name, only those of the line are shown, and none where the line has many."""
    words = {*re.findall(r"\w+", largest_submission()["src/m1.py"]), "secret", "import", "os"}
    for kind, message in (
        ("NameError", "name '{}' is not defined"),
        ("AttributeError", "'{}' object has no attribute 'x1'"),
        ("AttributeError", "'int' object has no attribute '{}'"),
        ("TypeError", "{}() missing 1 required positional argument: 'p'"),
        ("TypeError", "f() got an unexpected keyword argument '{}'"),
        ("KeyError", "'{}'"),
    ):
        texts = {explain(code, kind, message.format(word), ("src/m1.py", 5)) for word in words}
        assert len(texts) <= MAX_CHOICES + 4, message
    crowded = SubmittedCode({"src/m.py": "f(" + ", ".join(f"n{index}" for index in range(400)) + ")"})
    texts = {explain(crowded, "NameError", f"name 'n{index}' is not defined", ("src/m.py", 1)) for index in range(400)}
    assert len(texts) == 1


def test_names_missing_package() -> None:
    code = SubmittedCode({"src/m.py": "from sklearn.cluster import KMeans\n"})
    frames = [messages.Frame("src/m.py", 1, "<module>")]
    for package, shown in (
        ("sklearn", "imports sklearn,"),
        ("sklearn.cluster", "imports sklearn.cluster,"),
        ("secret", "imports a package,"),
    ):
        reply = messages.Raised(1, ["ModuleNotFoundError", "ImportError"], "", frames, package)
        assert shown in feedback.explain(StudentError(reply), TEST, code).message


def test_message_belongs_to_its_type(code: SubmittedCode) -> None:
    """A wording is shown with the types that are raised with it, so type and wording are one choice."""
    texts = {explain(code, kind, "division by zero") for kind in redaction.KNOWN_EXCEPTIONS}
    assert sum("division by zero" in text for text in texts) == 1


@pytest.mark.parametrize("wording", WORDINGS, ids=lambda wording: wording.text[:40])
def test_wording_matches_itself(wording: object) -> None:
    """Every wording of the list recognises its own message, whatever its numbers, and shows none of them."""
    from autograder.suite.wordings import Wording

    assert isinstance(wording, Wording)
    samples = {"dtype": "torch.float32", "operator": "+", "rest": ""}
    message = re.sub(r"\{(\w+)\}", lambda match: samples.get(match[1], "someone"), wording.text.replace("#", "7340918"))
    shown = redaction.safe_message(message, wording.types[:1], lambda role, name: False)
    assert shown and "7340918" not in shown and "someone" not in shown


def test_shapes_are_few_texts() -> None:
    """No shape is described in a way that was not counted."""
    for expected in ((), (8, 3, 26, 26), (5,)):
        sizes = [*range(12), *expected, 99, 123, 4567, 89012]
        shown = {
            check.describe_shape(shape, expected)
            for axes in range(4)
            for shape in itertools.product(sizes, repeat=axes)
        }
        for text in shown:
            others = {int(size) for size in re.findall(r"\d+", text.partition("(")[2])} - set(expected)
            assert sum(len(str(size)) for size in others) <= check.MAX_DIGITS


def test_counts_and_places_are_few_texts() -> None:
    texts = set()
    for size in (7, 1000, 1001, 60_000, 2_000_000):
        for count in {1, size // 3, size - 1}:
            got = np.zeros(size)
            got[:count] = 1.0
            with pytest.raises(check.CheckFailure) as failure:
                check.between(got, 0.0, 0.5)
            texts.add(failure.value.words)
    assert all(int(number) <= check.MAX_COUNT for text in texts for number in re.findall(r"\d+", text))
    with pytest.raises(check.CheckFailure) as failure:
        check.numbers([0.0] * 5000 + [torch.zeros(2)])
    assert not re.search(r"\d{3}", failure.value.words)


def test_hint_stands_beside_its_message() -> None:
    """A known mistake is named only where the test ended as it does on the mistake: with any message it would tell more."""
    share = "check: The result: the shape is right, but {} wrong."
    assert hints.says_the_same(share.format("3 of 12 values are"), share.format("none of the 12 values is"))
    assert hints.says_the_same("check: The loss is 3.", "check: The loss is 14.")
    assert not hints.says_the_same("check: The loss is not right.", "check: The result is not right.")
    assert not hints.says_the_same("raised: ValueError: a", "raised: ValueError: b")


def test_points_and_ranks_have_few_digits() -> None:
    assert plugin._round_value(0.123456789) == 0.1235
    assert plugin._round_value(1e-7) == plugin._round_value(math.nan) == plugin._round_value(math.inf) == 0.0
    assert plugin._round_value(-1e12) == -1e9
