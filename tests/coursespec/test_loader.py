"""Every mistake in a spec is one sentence that names the file, the line or key, and the fix."""

from __future__ import annotations

from pathlib import Path

import pytest

from scripts.coursespec.loader import load_assignment, load_problem
from scripts.coursespec.testcases import natural
from scripts.errors import SpecError
from tests.tiny import course_in, edit

TOML = "spec/assignments/tiny.toml"
PROBLEM = "spec/problems/sums/problem.toml"
SOURCE = "spec/problems/sums/src/shared.py"
PUBLIC = "spec/problems/sums/public/test_examples.py"
HIDDEN = "spec/problems/sums/hidden/test_outputs.py"
MISTAKE = "spec/problems/sums/mistakes/unweighted.py"
QUESTIONS = "spec/problems/sums/questions.md"
FILES = [TOML, PROBLEM, SOURCE, PUBLIC, HIDDEN, MISTAKE, QUESTIONS, "spec/problems/sums/handout.md"]

FIRST = '[[problems]]\nname = "sums"'

# what is broken: (file, old text, new text, how the sentence begins, what else it says)
BROKEN = {
    "unknown key": (TOML, 'term = "autumn"', 'term = "a"\npackage = []', f"{TOML}:4:", "did you mean 'packages'?"),
    "unknown key of a problem": (TOML, "points = 10", "point = 10", f"{TOML}:8:", "did you mean 'points'?"),
    "unknown limit": (PROBLEM, "cpu_seconds", "cpu_second", f"{PROBLEM}:5:", "did you mean 'cpu_seconds'?"),
    "wrong type": (TOML, "points = 10", 'points = "10"', f"{TOML}:8:", "'points' of problem 1"),
    "missing key": (TOML, 'term = "autumn"', "", f"{TOML}:1:", "the key 'term' is missing"),
    "not TOML": (TOML, 'term = "autumn"', "term = ", f"{TOML}:3:", "not valid TOML"),
    "endless number": (TOML, 'term = "autumn"', f"term = {'1' * 5000}", f"{TOML}:", "thousands of digits"),
    "endless brackets": (TOML, 'term = "autumn"', f"term = {'[' * 3000}", f"{TOML}:", "too deep"),
    "endless limit": (HIDDEN, '@number("10")', '@limit(cpu_seconds=1e999)\n@number("10")', HIDDEN, "up to 1,000,000"),
    "half a thread": (
        HIDDEN,
        '@number("10")',
        '@limit(threads=1.5)\n@number("10")',
        HIDDEN,
        "whole numbers for memory_mb",
    ),
    "no such problem": (TOML, 'name = "sums"', 'name = "sum"', f"{TOML}:7:", "did you mean 'sums'?"),
    "points negative": (TOML, "points = 10", "points = -3", f"{TOML}:8:", "positive"),
    "points left out": (TOML, "points = 10", "", f"{TOML}:6:", "to practise with"),
    "problem twice": (TOML, 'name = "steps"', 'name = "sums"', f"{TOML}:11:", "twice"),
    "GPU suite that is not there": (TOML, "test_accuracy.py", "test_acuracy.py", f"{TOML}:13:", "test_accuracy.py?"),
    "GPU points without a suite": (
        TOML,
        'gpu_suites = ["hidden/test_accuracy.py"]\n',
        "",
        f"{TOML}:13:",
        "delete the key",
    ),
    "due without a zone": (TOML, 'term = "autumn"', 'term = "a"\ndue = 2026-10-01T23:59:00', f"{TOML}:4:", "time zone"),
    "grace before the due date": (TOML, FIRST, "[late]\ngrace_minutes = -15\n" + FIRST, f"{TOML}:7:", "0 for none"),
    "zone that is none": (TOML, FIRST, '[late]\nzone = "Chicago"\n' + FIRST, f"{TOML}:7:", "America/Chicago"),
    "package that is not listed": (
        TOML,
        '"numpy"',
        '"torch"',
        "spec/problems/steps/src/shared.py:8:",
        "add 'numpy' to packages",
    ),
    "answer that is no number": (
        PROBLEM,
        "[limits]",
        '[[numbers]]\nid = "size"\nask = "How many?"\nunit = "none"\nanswer = nan\n[limits]',
        f"{PROBLEM}:8:",
        "nan or inf",
    ),
    "rubric above its points": (QUESTIONS, "Half the points", "- 0.75 points", f"{QUESTIONS}:3:", "gives 0.75 points"),
    "layer that is none": (
        TOML,
        FIRST,
        '[run]\nminimum = ["landlock"]\n' + FIRST,
        f"{TOML}:7:",
        "'Landlock'?",
    ),
    "hints in no runs": (TOML, FIRST, "[run]\nhint_runs = -1\n" + FIRST, f"{TOML}:7:", "0 is for no hints"),
    "hints in seconds": (TOML, FIRST, "[run]\nhint_seconds = 30\n" + FIRST, f"{TOML}:7:", "write hint_runs"),
    "no file allowed": (TOML, FIRST, "[submission]\nmax_files = 0\n" + FIRST, f"{TOML}:7:", "positive"),
    "no threads": (PROBLEM, "cpu_seconds", "threads = 0\ncpu_seconds", f"{PROBLEM}:5:", "positive"),
    "second import": (HIDDEN, '@number("10")', 'import torch, src.shared\n@number("10")', HIDDEN, "import src.shared"),
    "NUL": (MISTAKE, "FAILS", "\0FAILS", MISTAKE, "NUL"),
    "file outside": (PROBLEM, "src/shared.py", "../shared.py", PROBLEM, "inside the folder"),
    "absolute file": (PROBLEM, "src/shared.py", "/etc/shared.py", PROBLEM, "inside the folder"),
    "file of the kit": (PROBLEM, "src/shared.py", "tests/shared.py", PROBLEM, "cannot edit"),
    "file twice": (PROBLEM, '["src/shared.py"]', '["src/shared.py", "src/Shared.py"]', PROBLEM, "once"),
    "fragment missing": (PROBLEM, '["src/shared.py"]', '["src/shared.py", "src/b.py"]', PROBLEM, "src/b.py"),
    "no region": (SOURCE, "BEGIN SOLUTION", "begin the work", SOURCE, "no '# BEGIN SOLUTION'"),
    "number twice": (HIDDEN, '"10"', '"2"', f"{HIDDEN}:9:", "already that of public/test_examples.py::test_mean"),
    "no number": (HIDDEN, '@number("10")\n', "", f"{HIDDEN}:8:", "has no number"),
    "no docstring": (PUBLIC, '    """mean of two numbers lies half way."""\n', "", f"{PUBLIC}:14:", "docstring"),
    "parametrize": (HIDDEN, "@weight(3)", '@pytest.mark.parametrize("x", [1])', f"{HIDDEN}:7:", "loop inside"),
    "unknown mark": (HIDDEN, "@weight(3)", "@pytest.mark.skip", f"{HIDDEN}:7:", "not a mark that the build knows"),
    "weight of nothing": (HIDDEN, "@weight(3)", "@weight(0)", f"{HIDDEN}:7:", "positive"),
    "weight that is computed": (HIDDEN, "@weight(3)", "@weight(len(FIXED))", f"{HIDDEN}:7:", "plain values"),
    "unknown visibility": (HIDDEN, "@weight(3)", '@visibility("secret")', f"{HIDDEN}:7:", "after_published"),
    "unknown fixture": (HIDDEN, "(student)", "(student, models)", f"{HIDDEN}:9:", "'models'"),
    "bare assert": (HIDDEN, "    check", "    assert values\n    check", f"{HIDDEN}:14:", "testkit.check"),
    "hidden value for students": (
        HIDDEN,
        "    check",
        '    check.that(values, "right", hint=f"It is {values[0].item()}.")\n    check',
        f"{HIDDEN}:14:",
        "{values[0].item()} would show",
    ),
    "hidden decimals for students": (
        HIDDEN,
        "    check",
        '    check.that(values, f"near {values:.3f}")\n    check',
        f"{HIDDEN}:14:",
        "with values= of",
    ),
    "import of student code": (
        HIDDEN,
        '"""Other inputs."""',
        "from src import shared",
        f"{HIDDEN}:1:",
        "student.module",
    ),
    "test class": (HIDDEN, '"""Other inputs."""', "class TestIt: pass", f"{HIDDEN}:1:", "plain functions"),
    "FAILS names no test": (
        MISTAKE,
        "test_worked_example",
        "test_worked_exampel",
        f"{MISTAKE}:3:",
        "test_worked_example?",
    ),
    "FAILS missing": (MISTAKE, "FAILS =", "NOT_FAILS =", MISTAKE, "FAILS is missing"),
    "mistake without hint": (MISTAKE, '"""This is what', 'hint = """This is', f"{MISTAKE}:1:", "docstring is missing"),
    "mistake of nothing": (MISTAKE, "def weighted_sum(", "def weighed_sum(", f"{MISTAKE}:6:", "src/shared.py"),
    "mistake not Python": (MISTAKE, "def weighted_sum(", "def weighted_sum((", f"{MISTAKE}:", "not valid Python"),
    "question without points": (QUESTIONS, " points=0.5", "", f"{QUESTIONS}:3:", "points=0.25"),
    "question without answer": (QUESTIONS, "### Model answer", "", f"{QUESTIONS}:3:", "lacks a '### Model answer'"),
    "fence without end": (
        "spec/problems/sums/handout.md",
        "Write",
        "````python\n```\n\nWrite",
        "spec/problems/sums/handout.md:3:",
        "add a line of ```` below",
    ),
    "question in a fence": (QUESTIONS, "Does the", "```\nDoes the", f"{QUESTIONS}:5:", "code fence is never closed"),
    "hand-out without title": (
        "spec/problems/sums/handout.md",
        "# Sums",
        "Sums",
        "spec/problems/sums/handout.md:1:",
        "# Title",
    ),
}


def complaints(root: Path) -> list[str]:
    with pytest.raises(SpecError) as refused:
        load_assignment("tiny", course_in(root))
    return refused.value.sentences


def test_sound_spec_loads(spec: Path) -> None:
    assignment = load_assignment("tiny", course_in(spec))
    sums = assignment.problems[0]
    assert [test.number for test in sums.tests] == ["1", "2", "10"]
    assert [test.weight for test in sums.tests] == [1.0, 2.0, 3.0]
    assert sums.tests[2].limits == {"cpu_seconds": 3, "wall_seconds": 9}
    assert sums.questions[0].points == 0.5
    assert sums.failing(sums.mistakes[0]) == [test.id for test in sums.tests]


@pytest.mark.parametrize("what", BROKEN)
def test_broken_spec_names_its_place(spec: Path, what: str) -> None:
    """A broken spec is refused with one sentence that names the place and the fix."""
    path, old, new, begins, says = BROKEN[what]
    edit(spec, path, old, new)
    found = complaints(spec)
    assert any(sentence.startswith(begins) and says in sentence for sentence in found), found
    assert all("\n" not in sentence for sentence in found)


@pytest.mark.parametrize("file", FILES)
def test_refuses_text_that_is_not_utf8(spec: Path, file: str) -> None:
    with (spec / file).open("ab") as stream:
        stream.write(b"# caf\xe9\n")
    with pytest.raises(SpecError) as caught:
        load_assignment("tiny", course_in(spec))
    assert len(caught.value.sentences) == 1
    assert caught.value.sentences[0].startswith(f"{file}:") and "UTF-8" in caught.value.sentences[0]


@pytest.mark.parametrize("file", FILES)
def test_byte_order_mark_is_skipped(spec: Path, file: str) -> None:
    plain = load_assignment("tiny", course_in(spec))
    text = (spec / file).read_text(encoding="utf-8")
    (spec / file).write_text(text.replace("\n", "\r\n"), encoding="utf-8-sig", newline="")
    assert load_assignment("tiny", course_in(spec)) == plain


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le"])
@pytest.mark.parametrize("file", FILES)
def test_utf_16_is_named(spec: Path, file: str, encoding: str) -> None:
    (spec / file).write_text((spec / file).read_text(encoding="utf-8"), encoding=encoding)
    assert complaints(spec) == [f"{file}: this file is saved as UTF-16; save it as UTF-8."]


WHOLE = """
parts = [{name = "all", functions = ["weighted_sum", "mean"], tests = ["*"], experiments = ["sizes"]}]
experiments = [{name = "sizes", minutes = 1, memory_mb = 1}]
from_scratch = {functions = ["mean"]}
numbers = [{id = "size", ask = "How many?", unit = "none", answer = 1, question = "order"}]
"""


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        (SOURCE, "import math", "import = math"),
        (SOURCE, "    # END SOLUTION", ""),
        (PUBLIC, "from testkit", "from = testkit"),
        (HIDDEN, '@number("10")', ""),
        (MISTAKE, "def weighted_sum(", "def weighted_sum(("),
        (QUESTIONS, " points=0.5", ""),
        (PROBLEM, "cpu_seconds", "cpu_second"),
        (PROBLEM, "title =", "title"),
        ("spec/problems/sums/experiments/sizes.py", "print", "print print"),
        ("spec/problems/sums/handout.md", "<!-- end for -->", ""),
    ],
)
def test_one_fault_is_one_sentence(spec: Path, file: str, old: str, new: str) -> None:
    """What refers to a file that cannot be read is not wrong too."""
    edit(spec, PROBLEM, "\n[limits]", f"{WHOLE}\n[limits]")
    edit(spec, "spec/problems/sums/handout.md", "Write", "<!-- for: all -->\n\nWrite")
    edit(spec, "spec/problems/sums/handout.md", "gives 11.", "gives 11.\n\n<!-- end for -->")
    experiment = spec / "spec/problems/sums/experiments/sizes.py"
    experiment.parent.mkdir()
    experiment.write_text('"""Sizes."""\n\nprint(1)\n', encoding="utf-8")
    assert load_assignment("tiny", course_in(spec)).problems[0].settings.parts
    edit(spec, file, old, new)
    (sentence,) = complaints(spec)
    assert sentence.startswith(f"{file}:")


def test_problem_may_give_no_points(spec: Path) -> None:
    """A problem of 0 points is one to practise with; the number must be written."""
    edit(spec, TOML, "points = 10", "points = 0")
    tests = load_assignment("tiny", course_in(spec)).problems[0].tests
    assert tests and "sums" in load_assignment("tiny", course_in(spec)).entries


def test_names_all_mistakes_at_once(spec: Path) -> None:
    whats = ("layer that is none", "no number", "FAILS names no test", "question without points")
    for what in whats:
        path, old, new, _, _ = BROKEN[what]
        edit(spec, path, old, new)
    found = complaints(spec)
    assert len(found) == 4
    for what in whats:
        assert any(sentence.startswith(BROKEN[what][3]) and BROKEN[what][4] in sentence for sentence in found), what


def test_refuses_mistake_in_two_files(spec: Path) -> None:
    edit(spec, PROBLEM, '["src/shared.py"]', '["src/shared.py", "src/other.py"]')
    text = (spec / SOURCE).read_text(encoding="utf-8")
    (spec / "spec/problems/sums/src/other.py").write_text(text, encoding="utf-8")
    assert any("src/shared.py and in src/other.py" in sentence for sentence in complaints(spec))


def test_unknown_assignment_lists_known_ones(spec: Path) -> None:
    with pytest.raises(SpecError, match=r"tinny\.toml: there is no such file; the assignments are tiny\."):
        load_assignment("tinny", course_in(spec))


def test_numbers_sort_as_numbers() -> None:
    assert sorted(["10", "2", "2.10", "2.9", "1a"], key=natural) == ["1a", "2", "2.9", "2.10", "10"]


def test_load_problem_suggests_a_name(spec: Path) -> None:
    with pytest.raises(SpecError, match="did you mean 'sums'"):
        load_problem("summs", course_in(spec))


def test_path_in_place_of_a_name(spec: Path) -> None:
    """A problem's name becomes that of files, in build/check for example."""
    with pytest.raises(SpecError, match="did you mean 'sums'"):
        load_problem("sums/", course_in(spec))


@pytest.mark.parametrize("file", ["questions.md", "probes.py", "handout.md"])
def test_dangling_link_is_named(spec: Path, file: str) -> None:
    """As where a shared file moved: what it held would be left out of the release without a word."""
    path = spec / "spec/problems/sums" / file
    path.unlink(missing_ok=True)
    path.symlink_to("moved.md")
    assert any(f"sums/{file}: is a link to nothing" in sentence for sentence in complaints(spec))
