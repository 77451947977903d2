"""Pairs of hand-ins that are alike: copies in disguise are found, independent solutions are not."""

from __future__ import annotations

import ast
import random
from collections.abc import Mapping
from html.parser import HTMLParser
from itertools import takewhile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scripts.classroom.similarity import copies
from scripts.classroom.similarity.fingerprints import MAX_CHARACTERS, Unreadable
from scripts.classroom.similarity.measurement import MISTAKES, independents, trials
from scripts.classroom.similarity.normal_form import Names, normalise
from scripts.classroom.similarity.pairs import HELPERS, MAX_PAIRS, THRESHOLD, Lines, Pair, compare
from scripts.classroom.similarity.side_by_side import MAX_LINE, NOTICE, render_pair
from scripts.coursespec.loader import load_problem

PATH = "src/fit.py"

SKELETON = {
    PATH: '''
import numpy as np


def prepare(data, labels):
    """Provided: nothing to write here."""
    order = np.argsort(labels, kind="stable")
    kept = [index for index in order if labels[index] >= 0]
    return data[kept], labels[kept], len(kept), float(np.mean(labels[kept]))


def fit(data, labels, rate):
    """Fit a line; keep the weights in a list."""
    raise NotImplementedError


class Model:
    def predict(self, data):
        raise NotImplementedError
'''
}

HEAD = SKELETON[PATH].partition("def fit")[0]

ADA = (
    HEAD
    + """
def fit(data, labels, rate):
    weights = np.zeros(data.shape[1])
    offset = 0.0
    history = []
    for step in range(200):
        scores = data @ weights + offset
        errors = scores - labels
        slope = data.T @ errors / len(labels)
        weights -= rate * slope
        offset -= rate * errors.mean()
        history.append(float((errors ** 2).mean()))
        if step > 5 and abs(history[-1] - history[-2]) < 1e-9:
            break
    return weights, offset, history


class Model:
    def predict(self, data):
        return data @ self.weights + self.offset
"""
)

BO = (
    HEAD
    + """
def fit(data, labels, rate):
    augmented = np.hstack([data, np.ones((len(data), 1))])
    gram = augmented.T.dot(augmented)
    ridge = np.eye(len(gram)) * 1e-8
    solved = np.linalg.solve(gram + ridge, augmented.T.dot(labels))
    residuals = [np.square(row @ solved - label) for row, label in zip(augmented, labels)]
    return solved[:-1], solved[-1], [sum(residuals) / len(residuals)]


class Model:
    def predict(self, data):
        return np.dot(data, self.coefficients)
"""
)

# Renamed, with comments, two pairs of statements the other way round, "a -= b" written out, numpy imported by another name.
ADA_IN_DISGUISE = '''
import numpy

def fit(X, y, lr):
    """My own way."""
    losses: list = []
    b = 0
    w = numpy.zeros(X.shape[1])   # start at nothing

    for i in range(200):
        prediction = X @ w + b
        # how far off we are
        d = prediction - y
        losses.append(float((d ** 2).mean()))
        g = X.T @ d / len(y)
        b = b - lr * d.mean()
        w = w - lr * g

        if i > 5 and abs(losses[-1] - losses[-2]) < 1e-9:
            break
    return w, b, losses
'''


def find_similar(hand_ins: Mapping[str, Mapping[str, str]], skeleton: Mapping[str, str]) -> list[Pair]:
    return list(compare(hand_ins, skeleton).pairs)


def _pairs(*texts: str) -> set[tuple[str, str]]:
    hand_ins = {f"person {number}": {PATH: text} for number, text in enumerate(texts)}
    return {(pair.left, pair.right) for pair in find_similar(hand_ins, SKELETON)}


def test_disguised_copy_is_found() -> None:
    assert _pairs(ADA, BO, ADA_IN_DISGUISE) == {("person 0", "person 2")}


@pytest.mark.parametrize("disguise", copies.DISGUISES)
@pytest.mark.parametrize("seed", range(5))
def test_each_disguise_is_seen_through(disguise: str, seed: int) -> None:
    copy = copies.DISGUISES[disguise](ADA, random.Random(seed))
    assert copy != ADA
    assert _pairs(ADA, BO, copy) == {("person 0", "person 2")}


@given(st.randoms(use_true_random=False))
@settings(max_examples=25, deadline=None)
def test_renaming_and_reordering_change_nothing(chance: random.Random) -> None:
    """All of the original is found again, not only enough of it."""
    copy = copies.comment(copies.rename(copies.reorder(ADA, chance), chance), chance)
    [pair] = find_similar({"a": {PATH: ADA}, "b": {PATH: copy}}, SKELETON)
    assert pair.score == 1


@pytest.mark.parametrize("name", ["backprop", "rnn_adder", "filters"])
def test_course_copies_found_independents_not(name: str) -> None:
    """The alternatives of real problems are not listed; every disguise of each is."""
    problem = load_problem(name)
    assert find_similar(independents(problem), problem.skeleton()) == []
    for trial in takewhile(lambda trial: trial.kind != MISTAKES, trials(problem, seed=0)):
        found = {(pair.left, pair.right) for pair in trial.hand_ins.find_pairs(THRESHOLD)}
        assert (trial.original, "copy") in found, (trial.kind, trial.original)


def test_skeleton_code_does_not_count() -> None:
    """Nobody is listed for the skeleton's own functions, nor for its statements inside a function that is filled."""
    untouched = SKELETON[PATH]
    taken_over = "\n".join(HEAD.splitlines()[-4:]).replace("labels", "data")
    assert _pairs(untouched, untouched) == set()
    texts = [
        f"{HEAD}\ndef fit(data, labels, rate):\n{taken_over.strip(chr(10))} + {number}\n" for number in ("1", "'x'")
    ]
    assert _pairs(*texts) == set()


def test_fragments_of_many_do_not_count() -> None:
    """What five of nine wrote is the usual way; the same text of two of nine is listed."""
    others = [
        f"{HEAD}\ndef fit(data, labels, rate):\n    return rate * {number}, labels.sum()\n" for number in range(7)
    ]
    assert _pairs(*[ADA] * 5, *others[:4]) == set()
    assert _pairs(*[ADA] * 2, *others) == {("person 0", "person 1")}


def test_unfilled_functions_are_no_voters() -> None:
    """A way that all six write who wrote anything is the usual one, however many wrote nothing."""
    assert _pairs(*[ADA] * 6, *[SKELETON[PATH]] * 24) == set()


def test_renamed_attributes_change_nothing() -> None:
    """Attributes of ``self`` are the student's to name, unless the skeleton names them."""
    own = ADA.replace(
        "    def predict", "    def __init__(self, size):\n        self.inner = np.ones(size) * 3\n\n    def predict"
    )
    first, second = (_tokens(own.replace("inner", name), "__init__") for name in ("inner", "hidden"))
    assert first == second
    assert first != _tokens(own.replace("inner", "fit"), "__init__")


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("a = rate + 1", "b = a * 2"),
        ("a.append(rate)", "b = a[0]"),
        ("a[0] = rate", "b = sum(a)"),
        ("a.size = rate", "b = a.size"),
        ("a += rate", "b = a"),
        ("a = rate", "return a"),
        ("if rate:\n        raise ValueError", "b = labels"),
    ],
)
def test_dependent_statements_keep_their_order(first: str, second: str) -> None:
    """Only what does not use each other has no order: two programs that differ are not one."""
    texts = [f"def fit(data, labels, rate):\n    {one}\n    {two}\n" for one, two in ((first, second), (second, first))]
    assert len({tuple(_tokens(text, "fit")) for text in texts}) == 2


def _tokens(text: str, name: str) -> list[str]:
    [function] = [node for node in ast.walk(ast.parse(text)) if isinstance(node, ast.FunctionDef) and node.name == name]
    return [token.text for token in normalise(function, Names({"np": "numpy"}, {"fit", "data"}))]


def test_short_functions_do_not_count() -> None:
    """A function of one line is written alike by chance."""
    short = HEAD + "def fit(data, labels, rate):\n    return np.linalg.lstsq(data, labels, rcond=None)[0]\n"
    assert _pairs(short, short) == set()


def test_renamed_helpers_are_found() -> None:
    """A function that the skeleton does not have is compared whatever its name."""
    helper = ADA.replace("def fit", "def descend")
    other = ADA_IN_DISGUISE.replace("def fit", "def my_loop")
    hand_ins = {"a": {PATH: helper}, "b": {PATH: other}}
    [pair] = find_similar(hand_ins, SKELETON)
    assert [part.name for part in pair.parts] == [HELPERS]
    assert "helper functions in src/fit.py" in render_pair(pair, hand_ins["a"], hand_ins["b"])


def test_common_lines_are_named() -> None:
    """The lines of what was added are not among them, and blank lines between common ones are."""
    added = "    assert sorted(labels) != [3, 4, {5: 6}], [[rate]]\n\n    for step in range(200):\n"
    changed = ADA.replace("    for step in range(200):\n", added)
    [pair] = find_similar({"a": {PATH: ADA}, "b": {PATH: changed}}, SKELETON)
    part = next(part for part in pair.parts if part.name == "fit")
    first = ADA[: ADA.index("def fit")].count("\n") + 1
    last = ADA[: ADA.index("    return weights")].count("\n") + 1
    assert part.left.functions == (Lines(first, last),)
    assert part.right.functions == (Lines(first, last + 2),)
    assert part.left.common == (Lines(first + 1, last),)
    assert part.right.common[-1] == Lines(first + 6, last + 2)
    assert all(not lines.first <= first + 4 <= lines.last for lines in part.right.common)


HOSTILE = {
    "no Python": "def fit(:\n",
    "null": "x = '\0'\n",
    "half a character": "x = '\ud800'\n",
    "deep": f"def fit(data, labels, rate):\n    return {'-' * 50_000}1\n",
    "chain": f"def fit(data, labels, rate):\n    return data{'.T' * 400}\n",
    "sum": f"def fit(data, labels, rate):\n    return data{'+1' * 20_000}\n",
    "long": "# " + "x" * 1_000_000,
    "many tokens": f"def fit(data, labels, rate):\n    return [{'1, ' * 25_000}]\n",
}


@pytest.mark.parametrize("what", HOSTILE)
def test_hostile_source_costs_itself_only(what: str) -> None:
    hand_ins = {"a": {PATH: ADA}, "mallory": {PATH: HOSTILE[what]}, "b": {PATH: ADA_IN_DISGUISE}}
    found = compare(hand_ins, SKELETON)
    assert [(pair.left, pair.right) for pair in found.pairs] == [("a", "b")]
    assert [(one.key, one.path) for one in found.left_out] == [("mallory", PATH)]
    assert found.left_out[0].reason.startswith(PATH)


def test_long_file_says_its_limit() -> None:
    [left_out] = compare({"a": {PATH: "#" * (MAX_CHARACTERS + 1)}}, SKELETON).left_out
    assert left_out.reason == "src/fit.py is longer than 100,000 characters."


def test_code_is_never_executed(tmp_path) -> None:  # type: ignore[no-untyped-def]
    trap = tmp_path / "trap"
    text = f"{ADA}\nopen({str(trap)!r}, 'w').close()\n"
    assert _pairs(text, text) == {("person 0", "person 1")}
    assert not trap.exists()


def test_other_files_are_not_compared() -> None:
    hand_ins = {key: {"src/own.py": ADA, "report/answers.toml": "x"} for key in "ab"}
    assert compare(hand_ins, SKELETON).pairs == ()
    assert find_similar({}, SKELETON) == []


def test_broken_skeleton_is_refused() -> None:
    with pytest.raises(Unreadable, match=r"src/fit.py is not Python \(line 1\)"):
        find_similar({}, {PATH: "def"})


def _made_up(seed: int) -> str:
    chance = random.Random(seed)
    sums = [f"np.{chance.choice(['sin', 'cos'])}(data[{chance.randrange(10**6)}] * rate)" for _ in range(12)]
    return f"{HEAD}\ndef fit(data, labels, rate):\n    return {' + '.join(sums)}\n"


def test_list_has_an_end() -> None:
    """Of a large class the most alike are listed, and the most alike come first."""
    changed = ADA.replace("offset = 0.0", "offset = labels.min() if rate else 77")
    groups = {f"{way} {one}": {PATH: _made_up(way)} for way in range(5) for one in range(24)}
    found = find_similar({"changed": {PATH: changed}, "original": {PATH: ADA}, **groups}, SKELETON)
    scores = [pair.score for pair in found]
    assert len(found) == MAX_PAIRS
    assert scores == sorted(scores, reverse=True)
    assert all({pair.left, pair.right} != {"changed", "original"} for pair in found)  # the least alike


class _Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.marked = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.marked += tag == "mark"


def test_page_escapes_untrusted_source() -> None:
    """Names, paths and lines are text; a line of a megabyte is cut."""
    bad = "<script>alert(1)</script>"
    text = ADA.replace("offset = 0.0", f"offset = 0.0  # {bad} {'x' * 5000}")
    hand_ins = {bad: {PATH: text}, "b&b": {PATH: ADA}}
    [pair] = find_similar(hand_ins, SKELETON)
    page = render_pair(pair, hand_ins[bad], hand_ins["b&b"])
    tags = _Tags()
    tags.feed(page)
    assert set(tags.tags) == {
        "section",
        "h3",
        "p",
        "table",
        "caption",
        "thead",
        "tbody",
        "tr",
        "th",
        "td",
        "pre",
        "mark",
    }
    assert tags.marked == 2 * (13 + 1)  # fit and predict
    assert "b&amp;b" in page
    assert max(map(len, page.splitlines())) < 2 * MAX_LINE + 100
    assert "never an accusation" in NOTICE
    assert NOTICE in page
