"""What students leave in and meet in the grader is told in one sentence: what happened, where, and what to do."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from autograder.api import Grader
from autograder.model.grading import Grading
from tests.small_builds import make_build

TESTS = """
@number("1")
def test_doubles(student, rng):
    \"\"\"answer doubles.\"\"\"
    x = torch.rand(4, generator=rng)
    check.close(student.module("src.answer").answer(x), 2 * x)
"""
GOOD = "import torch\n\n\ndef answer(x):\n    return 2 * x\n"
HERE = f"Python {sys.version_info[0]}.{sys.version_info[1]}"


@pytest.fixture(scope="module")
def grade(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[bytes | str], Grading]]:
    folder = tmp_path_factory.mktemp("causes")
    build = make_build(folder / "build", TESTS, solution=GOOD, packages=["torch", "numpy", "matplotlib"])
    count = 0

    def graded(source: bytes | str) -> Grading:
        nonlocal count
        count += 1
        path = folder / str(count) / "src" / "answer.py"
        path.parent.mkdir(parents=True)
        path.write_bytes(source if isinstance(source, bytes) else source.encode())
        return grader.grade(folder / str(count))

    with Grader(build) as grader:
        yield graded


def at_import(line: str) -> str:
    return GOOD.replace("import torch\n", f"import torch\n{line}\n")


def inside(line: str) -> str:
    return GOOD.replace("    return", f"    {line}\n    return")


CAUSES = {
    "breakpoint": (inside("breakpoint()"), "src/answer.py line 5 starts the debugger"),
    "pdb": (inside("import pdb; pdb.set_trace()"), "src/answer.py line 5 starts the debugger"),
    "breakpoint at import": (at_import("breakpoint()"), "src/answer.py line 2 starts the debugger"),
    "cuda": (inside("x = x.cuda()"), "src/answer.py line 5 asks for a device that the grader does not have"),
    "to cuda": (inside('x = x.to("cuda:0")'), "src/answer.py line 5 asks for a device"),
    "mps": (inside('x = x.to("mps")'), "src/answer.py line 5 asks for a device"),
    "cuda at import": (at_import('torch.zeros(2, device="cuda")'), "src/answer.py line 2 asks for a device"),
    "default device": (
        at_import('torch.set_default_device("mps")').replace("2 * x", "x + torch.zeros(4) + x"),
        "src/answer.py line 2 asks for a device",
    ),
    "default cuda": (
        at_import('torch.set_default_device("cuda")').replace("2 * x", "x + torch.zeros(4) + x"),
        "src/answer.py line 2 asks for a device",
    ),
    "device of a constant": (
        at_import('DEVICE = "cuda"').replace("2 * x", "x.to(DEVICE)"),
        "src/answer.py line 2 asks for a device",
    ),
    "input at import": (at_import("n = input()"), "src/answer.py line 2 waits for somebody to type"),
    "input": (inside("n = input('n? ')"), "src/answer.py line 5 waits for somebody to type"),
    "file at import": (
        at_import("rows = open('rows.csv').read()"),
        "src/answer.py line 2 opens a file while your module is imported",
    ),
    "file at import, in a function": (
        "def load():\n    return open('/home/me/rows.csv')\n\n\nROWS = load()\n" + GOOD,
        "src/answer.py line 2 opens a file while your module is imported",
    ),
    "file": (inside("open('rows.csv')"), "src/answer.py line 5 opens a file that the grader does not have"),
    "network": (
        inside("import urllib.request; urllib.request.urlopen('http://127.0.0.1:9/x')"),
        "src/answer.py line 5 uses the network",
    ),
    "process": (inside("import subprocess; subprocess.run(['ls'])"), "src/answer.py line 5 starts another process"),
    "window": (at_import("import matplotlib; matplotlib.use('TkAgg')"), "src/answer.py line 2 opens a window"),
    "window, in two lines": (
        at_import("import matplotlib\nmatplotlib.use('TkAgg')\nimport matplotlib.pyplot as plt\nplt.figure()"),
        "src/answer.py line 3 opens a window",
    ),
    "package without use": (
        at_import("import seaborn_of_mine as sns"),
        "imports seaborn_of_mine, which this assignment does not install and your submission does not hold. Nothing else in"
        " the file uses it, so delete that line.",
    ),
    "package in use": (
        at_import("import seaborn_of_mine as sns").replace("2 * x", "sns.double(x)"),
        "Use the packages that the hand-out names.",
    ),
    "pip": (at_import("!pip install torch"), "src/answer.py has a command of a notebook in line 2 (`!pip`)"),
    "magic": (at_import("%matplotlib inline"), "src/answer.py has a command of a notebook in line 2 (`%matplotlib`)"),
    "exported magic": (
        at_import("get_ipython().run_line_magic('matplotlib', 'inline')"),
        "src/answer.py line 2 is a command of a notebook",
    ),
    "notebook": (
        b'{"cells": [{"cell_type": "code", "execution_count": null, "source": ["x = 1"]}], "nbformat": 4}',
        "src/answer.py is a notebook with the ending .py",
    ),
    "UTF-16": (GOOD.encode("utf-16"), "src/answer.py is saved as UTF-16"),
    "UTF-16 without a mark": (GOOD.encode("utf-16-le"), "src/answer.py is saved as UTF-16"),
    "Latin-1": (at_import("name = 'Zoë'").encode("latin-1"), "src/answer.py is not plain text in UTF-8"),
    "syntax error": (inside("x = (1"), f"{HERE} cannot read src/answer.py line 5"),
    "mps at import": (at_import('torch.zeros(2, device="mps")'), "src/answer.py line 2 asks for a device"),
    "own error at import": (
        at_import("raise ValueError('hidden')"),
        'run python -c "import src.answer" in the assignment\'s folder',
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", CAUSES)
def test_cause_is_told(grade: Callable[[bytes | str], Grading], name: str) -> None:
    source, words = CAUSES[name]
    outcome = grade(source).outcomes[0]
    assert outcome.status == "failed" and words in outcome.message, outcome.message
    assert "try inputs of your own" not in outcome.message


NEWER = {
    "type X = int": ((3, 12), "a `type` statement"),
    "def f[T](x: T): return x": ((3, 12), "type parameters in square brackets"),
    "class Box[T]: pass": ((3, 12), "type parameters in square brackets"),
    'd = {"a": 1}; t = f"{d["a"]}"': ((3, 12), "the quotes of an f-string again"),
    't = t"{torch}"': ((3, 14), "a t-string"),
    "try: pass\nexcept ValueError, TypeError: pass": ((3, 14), "`except` with several types"),
}


@pytest.mark.parametrize("line", NEWER)
def test_newer_syntax_names_both_versions(grade: Callable[[bytes | str], Grading], line: str) -> None:
    needed, what = NEWER[line]
    if sys.version_info[:2] >= needed:
        pytest.skip(f"{HERE} reads it")
    message = grade(at_import(line)).outcomes[0].message
    assert what in message and f"needs Python {needed[0]}.{needed[1]}, and {HERE} grades" in message


def test_guarded_device_is_right(grade: Callable[[bytes | str], Grading]) -> None:
    source = at_import('DEVICE = "cuda" if torch.cuda.is_available() else "cpu"').replace("2 * x", "2 * x.to(DEVICE)")
    assert grade(source).outcomes[0].status == "passed"


def test_copy_of_a_browser_is_named(tmp_path: Path) -> None:
    build = make_build(tmp_path / "build", TESTS, solution=GOOD)
    folder = tmp_path / "submission" / "src"
    folder.mkdir(parents=True)
    (folder / "answer.py").write_text(GOOD)
    (folder / "answer (1).py").write_text(GOOD)
    with Grader(build) as grader:
        grading = grader.grade(folder.parent)
    assert any("src/answer (1).py was not used" in notice for notice in grading.notices)
