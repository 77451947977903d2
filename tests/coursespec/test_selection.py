"""A problem that several courses share gives each only its own parts."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from scripts.build.autograder_zip import build_tree
from scripts.build.student_tree import render
from scripts.coursespec.loader import load_assignment
from scripts.coursespec.points import points_by_test
from scripts.coursespec.testcases import cut_tests
from scripts.errors import SpecError
from tests.kit import kit_assignment
from tests.report_trees import write_course
from tests.tiny import course_in, edit, write_spec

ATTACKS = {"fgsm", "pgd", "mim", "targeted_attack", "fool", "robust_accuracy"}
PARTS = '\n[[parts]]\nname = "all"\nfunctions = ["weighted_sum"]\ntests = ["*"]\n'


@pytest.mark.parametrize(
    ("name", "functions", "experiments"),
    [
        ("cornell", {"fool"}, ["fool_pictures"]),
        ("ut", {"targeted_attack"}, ["target_pictures"]),
        ("monash", {"fgsm", "pgd", "mim", "robust_accuracy"}, ["attack_pictures"]),
        ("complete", ATTACKS, ["attack_pictures", "fool_pictures", "target_pictures"]),
    ],
)
def test_courses_set_their_own_attacks(name: str, functions: set[str], experiments: list[str]) -> None:
    assignment = kit_assignment(name)
    problem = next(one for one in assignment.problems if one.name == "adversarial")
    tree = render(assignment, solved=False)
    written = {node.name for node in ast.parse(tree["src/attacks.py"]).body if isinstance(node, ast.FunctionDef)}
    assert written == functions
    statement = tree["handout/adversarial.md"].decode()
    assert {attack for attack in ATTACKS if f"`{attack}(" in statement or f"**{attack}**" in statement} == functions
    assert "\n\n\n\n" not in statement
    assert "<!--" not in statement
    assert [path.partition("/")[2] for path in problem.experiments] == [f"{one}.py" for one in experiments]
    for path in (path for path in tree if path.startswith("tests/adversarial/test_")):
        text = tree[path].decode()
        assert not [attack for attack in ATTACKS - functions if f").{attack}" in text or f"attacks.{attack}(" in text]


def test_students_get_imports_in_use() -> None:
    """A skeleton imports nothing for functions that are not set, or for helpers of the solution; staff keep all of it."""
    assignment = kit_assignment("cornell")
    student, staff = (render(assignment, solved=solved)["src/attacks.py"].decode() for solved in (False, True))
    assert "import annotations\n\nimport torch\nfrom torch import Tensor, nn\n\n\n" in student
    assert all(
        f"import {name}" in staff for name in ("Callable, Iterable, Iterator", "contextmanager", "functional as F")
    )


@pytest.mark.parametrize("name", ["cornell", "ut", "monash"])
def test_build_holds_only_set_tests(name: str) -> None:
    """The zip has the tests that share the points, mistakes that fail one of them, and no other test."""
    assignment = kit_assignment(name)
    problem = next(one for one in assignment.problems if one.name == "adversarial")
    points = points_by_test(problem, assignment.entries["adversarial"])
    assert sum(points.values()) == pytest.approx(assignment.entries["adversarial"].points)
    tree = build_tree(assignment, "0" * 32)
    files = [path for path in tree if path.startswith("tests/adversarial/") and "/test_" in path]
    found = {
        f"{path.removeprefix('tests/adversarial/')}::{node.name}"
        for path in files
        for node in ast.parse(tree[path]).body
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")
    }
    assert found == points.keys() == {test.id for test in problem.tests}
    assert all(problem.failing(mistake) for mistake in problem.mistakes)
    assert all(set(problem.failing(mistake)) <= found for mistake in problem.mistakes)


def test_every_attack_has_both_suites() -> None:
    """No course is left without a public or a hidden test of a function that it sets."""
    for name in ("cornell", "ut", "monash"):
        problem = next(one for one in kit_assignment(name).problems if one.name == "adversarial")
        for part in problem.settings.parts:
            if part.name in (kit_assignment(name).entries["adversarial"].parts or []):
                kinds = {
                    test.public
                    for test in problem.tests
                    if any(function in test.id for function in (*part.functions, part.name))
                }
                assert kinds == {True, False}, (name, part.name)


def test_cut_keeps_helpers_in_use() -> None:
    text = (
        "def used():\n    return inner()\n\n\ndef inner():\n    return 1\n\n\ndef unused():\n    return 2\n\n\n"
        "@mark\ndef test_a():\n    used()\n\n\n@mark\ndef test_b():\n    unused()\n"
    )
    assert cut_tests(text, {"test_a"}) == (
        "def used():\n    return inner()\n\n\ndef inner():\n    return 1\n\n\n@mark\ndef test_a():\n    used()\n"
    )
    assert cut_tests(text, {"test_a", "test_b"}) == text


def test_cut_counts_lines_as_python() -> None:
    text = 'SIGN = "\u2028"\n\n\ndef test_a():\n    pass\n\n\ndef test_b():\n    pass\n'
    assert cut_tests(text, {"test_b"}) == 'SIGN = "\u2028"\n\n\ndef test_b():\n    pass\n'


def test_statement_keeps_line_numbers(tmp_path: Path) -> None:
    """A complaint about a statement names the line of the file, whatever was cut above it."""
    root = write_course(tmp_path)
    marked = "<!-- for: other -->\nGone.\n<!-- end for -->\n<!-- for: all -->\nStays.\n<!-- end for -->\n\nWrite"
    edit(root, "spec/problems/sums/handout.md", "Write", marked)
    toml = root / "spec" / "problems" / "sums" / "problem.toml"
    toml.write_text(toml.read_text() + PARTS + '\n[[parts]]\nname = "other"\n')
    edit(root, "spec/assignments/tiny.toml", 'name = "sums"\n', 'name = "sums"\nparts = ["all"]\n')
    before = (root / "spec" / "problems" / "sums" / "handout.md").read_text().split("\n")
    (problem, *_) = [one for one in load_assignment("tiny", course_in(root)).problems if one.name == "sums"]
    after = problem.handout.split("\n")
    assert "Gone." not in after and "Stays." in after
    place = next(number for number, line in enumerate(before) if line.startswith("Write `weighted_sum"))
    assert after[place] == before[place]


@pytest.mark.parametrize(
    ("file", "old", "new", "words"),
    [
        ("assignments/tiny.toml", 'name = "sums"\n', 'name = "sums"\nparts = ["al"]\n', "did you mean 'all'?"),
        ("assignments/tiny.toml", 'name = "sums"\n', 'name = "sums"\nparts = []\n', "is empty"),
        (
            "assignments/tiny.toml",
            'name = "sums"\n',
            'name = "sums"\nquestion_numbers = [3, 2, 1, 0, 9]\n',
            "that rise",
        ),
        ("problems/sums/problem.toml", '["*"]', '["public/*"]', "belongs to no part"),
        ("problems/sums/problem.toml", '["weighted_sum"]', '["nothing"]', "which no file of the problem defines"),
        ("problems/sums/problem.toml", '["*"]', '["*", "gone"]', "matches no test"),
        ("problems/sums/handout.md", "Write", "<!-- for: all -->\nWrite", "this part is not ended"),
        ("problems/sums/handout.md", "Write", "<!-- end for -->\nWrite", "no part begins above"),
        ("problems/sums/handout.md", "Write", "<!-- for: no -->\nx\n<!-- end for -->\nWrite", "has no part 'no'"),
    ],
)
def test_faulty_parts_are_located(tmp_path: Path, file: str, old: str, new: str, words: str) -> None:
    root = write_spec(tmp_path)
    toml = root / "spec" / "problems" / "sums" / "problem.toml"
    toml.write_text(toml.read_text() + PARTS)
    edit(root, f"spec/{file}", old, new)
    with pytest.raises(SpecError) as refused:
        load_assignment("tiny", course_in(root))
    assert any(words in sentence and f"spec/{file.split('/')[0]}" in sentence for sentence in refused.value.sentences)
