"""Rendering: what students and staff get from one annotated source."""

from __future__ import annotations

import ast
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scripts.build.student_tree import COMMITTED, TREES, find_drift, render
from scripts.coursespec import files
from scripts.coursespec.annotated import parse
from scripts.coursespec.files import read_tree, write_tree
from scripts.coursespec.loader import load_assignment
from tests.kit import kit_assignment
from tests.tiny import course_in, edit

SECRET = "zq"  # begins every token of a generated solution, and of nothing else


@st.composite
def annotated(draw: st.DrawFn) -> str:
    """Functions whose regions hold tokens that begin with SECRET, at any depth, with and without stubs."""
    lines = ['"""A module."""', "", "import math", ""]
    for number in range(draw(st.integers(1, 4))):
        lines += [f"def function_{number}(x):", '    """What it does."""']
        depth = 1
        for _ in range(draw(st.integers(0, 2))):
            lines.append("    " * depth + "if x:")
            depth += 1
        pad = "    " * depth
        if draw(st.booleans()):
            lines.append(f"{pad}y = math.pi")
        lines.append(f"{pad}# BEGIN SOLUTION")
        for index in range(draw(st.integers(1, 4))):
            lines.append(
                pad
                + draw(
                    st.sampled_from(
                        [
                            f"{SECRET}{index} = {number} + x",
                            f"for {SECRET}{index} in range(x):\n{pad}    {SECRET}t = {SECRET}{index} * 2\n",
                            f'{SECRET}s = """{SECRET}\n# STUB\n{SECRET}"""',
                            f"# {SECRET} explains\n{pad}{SECRET}v = [\n{pad}    1,\n{pad}]",
                        ]
                    )
                )
            )
        lines.append(f"{pad}return {SECRET}_end")
        if draw(st.booleans()):
            lines.append(f"{pad}# STUB")
            lines += draw(st.lists(st.sampled_from([f"{pad}# y = None", f"{pad}#", f"{pad}# # hint", ""]), max_size=3))
            lines.append(f"{pad}# return None")
        lines.append(f"{pad}# END SOLUTION")
        if draw(st.booleans()):
            lines.append(f"{pad}y = 2")
        lines += ["", ""]
    return "\n".join(lines)


@given(annotated())
@settings(max_examples=80)
def test_rendering_hides_every_solution_token(text: str) -> None:
    """What is rendered parses, and rendering it again changes nothing."""
    source = parse(text, "src/a.py")
    student, staff = source.student("Title"), source.staff()
    assert SECRET not in student
    assert "SOLUTION" not in student and not re.search(r"^ *# STUB$", student, re.MULTILINE)
    ast.parse(student)
    assert parse(student, "src/a.py").student("Title") == student
    assert parse(staff, "src/a.py").staff() == staff
    assert "SOLUTION" not in staff
    assert ast.dump(ast.parse(staff)) == ast.dump(ast.parse(text))


def test_stub_names_problem_and_function() -> None:
    text = "class Net:\n    def forward(self, x):\n        # BEGIN SOLUTION\n        return x\n        # END SOLUTION\n"
    assert parse(text, "src/a.py").student("Digits") == (
        "class Net:\n    def forward(self, x):\n        # TODO (Digits): write Net.forward.\n"
        '        raise NotImplementedError("write Net.forward")\n'
    )


def test_empty_stub_removes_helper() -> None:
    text = "# BEGIN SOLUTION\ndef helper():\n    pass\n# STUB\n# END SOLUTION\nX = 1\n"
    source = parse(text, "src/a.py")
    assert source.student("A") == "X = 1\n"
    assert source.staff() == "def helper():\n    pass\nX = 1\n"


def test_student_tree_is_complete(spec: Path) -> None:
    tree = render(load_assignment("tiny", course_in(spec)), solved=False)
    assert {
        "README.md",
        "requirements.txt",
        "conftest.py",
        "pytest.ini",
        "testkit/student_plugin.py",
        "handout/sums.md",
    } <= set(tree)
    assert {"src/shared.py", "src/__init__.py", "tests/sums/test_examples.py", "tests/points.json"} <= set(tree)
    assert not [path for path in tree if "hidden" in path or "mistakes" in path or path.endswith("questions.md")]
    assert {"report/answers/order.md", "report/about.toml", "report/questions.json"} <= set(tree)
    assert tree["src/shared.py"].count(b"raise NotImplementedError") == 2
    assert b"Sums by hand | 10 |" in tree["README.md"]
    assert b"| 5, and 2.5 on a GPU |" in tree["README.md"]
    assert tree["handout/sums.md"].endswith(b"(0.5 points)\n\nDoes the order of the additions matter?\n")
    assert any(line.startswith(b"torch>=2") for line in tree["requirements.txt"].splitlines())


def test_staff_tree_differs_by_solutions(spec: Path) -> None:
    assignment = load_assignment("tiny", course_in(spec))
    student, staff = render(assignment, solved=False), render(assignment, solved=True)
    own = {"src/shared.py", "report/answers/order.md", "report/about.toml"}
    assert {path for path in staff if staff[path] != student.get(path)} == own
    assert set(student) == set(staff)


def test_student_pytest_prints_running_score(spec: Path, tmp_path: Path) -> None:
    edit(spec, "spec/problems/sums/src/shared.py", "# result = None", "# result = 1.5")
    write_tree(tmp_path / "mine", render(load_assignment("tiny", course_in(spec)), solved=False))
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-p", "no:cacheprovider"],
        cwd=tmp_path / "mine", capture_output=True, text=True, check=False, env={**os.environ, "OMP_NUM_THREADS": "1"},
    )  # fmt: skip
    assert done.returncode == 1
    assert re.search(r"^Sums by hand +3\.50 of 5\.00 +and 5\.00 more", done.stdout, re.MULTILINE), done.stdout
    assert re.search(r"^Steps +0\.00 of 5\.00, apart from 2\.50 on a GPU of the course$", done.stdout, re.MULTILINE)
    assert re.search(r"^together +3\.50 of 10\.00", done.stdout, re.MULTILINE)
    assert re.search(r"^src/shared\.py:\d+: step, which 1 test needs$", done.stdout, re.MULTILINE)
    assert "NotImplementedError" not in done.stdout and "2 not written" in done.stdout
    assert "in _arrays" not in done.stdout and "def close" not in done.stdout, "a student need not read how checks work"


def test_interrupted_rendering_keeps_old_tree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "student"
    write_tree(folder, {"a.py": b"old", "b/c.py": b"old"})
    written = 0
    original = Path.write_bytes

    def stop_at_the_second(path: Path, data: bytes) -> int:
        nonlocal written
        written += 1
        if written == 2:
            raise KeyboardInterrupt
        return original(path, data)

    monkeypatch.setattr(Path, "write_bytes", stop_at_the_second)
    with pytest.raises(KeyboardInterrupt):
        write_tree(folder, {"a.py": b"new", "b/c.py": b"new"})
    monkeypatch.undo()
    assert read_tree(folder) == {"a.py": b"old", "b/c.py": b"old"}
    assert [path.name for path in tmp_path.iterdir()] == ["student"]


def test_rendering_recovers_between_renames(tmp_path: Path) -> None:
    folder = tmp_path / "student"
    write_tree(folder, {"a.py": b"old"})
    folder.rename(tmp_path / ".student.old")
    assert write_tree(folder, {"a.py": b"old"}) is False
    assert read_tree(folder) == {"a.py": b"old"}


def test_removed_files_disappear(tmp_path: Path) -> None:
    folder = tmp_path / "student"
    files.write_tree(folder, {"a.py": b"1", "b.py": b"2"})
    assert files.write_tree(folder, {"a.py": b"1"}) is True
    assert read_tree(folder) == {"a.py": b"1"}


def test_committed_trees_are_current() -> None:
    assert find_drift(kit_assignment(COMMITTED)) == []


def test_finds_drift(spec: Path) -> None:
    assignment = load_assignment("tiny", course_in(spec))
    for name, solved in TREES.items():
        write_tree(spec / name, render(assignment, solved=solved))
    assert find_drift(assignment) == []
    edit(spec, "student/src/shared.py", "TODO", "DONE")
    (spec / "solution/extra.py").write_text("", encoding="utf-8")
    assert [sentence.partition(":")[0] for sentence in find_drift(assignment)] == [
        "student/src/shared.py",
        "solution/extra.py",
    ]
