"""Before handing in, a student reads what the grader would say after."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from scripts.studentkit.report import submission
from scripts.studentkit.report.contents import read_contents
from scripts.studentkit.report.grader_rules import find_trouble
from testkit import source_rules

FILE = "src/shared.py"


def trouble(tree: Path) -> list[str]:
    contents = read_contents(tree)
    return find_trouble(contents, submission.files_to_hand_in(contents))


def append(tree: Path, text: str, name: str = FILE) -> int:
    """Append to a file; return the line that the text begins in."""
    path = tree / name
    before = path.read_text(encoding="utf-8")
    path.write_text(f"{before}{text}\n", encoding="utf-8")
    return before.count("\n") + 1


def test_finished_work_has_no_trouble(solved: Path) -> None:
    assert trouble(solved) == []


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("def f(x):\n    return x.cuda()", "asks for a device that the grader does not have"),
        ('def f(x):\n    return x.to("mps")', "asks for a device that the grader does not have"),
        ("def f(x):\n    breakpoint()", "starts the debugger"),
        ("def f(x):\n    os.system('ls')", "starts another process"),
        ("def f(x):\n    return DataLoader(x, num_workers=2)", "Set num_workers=0"),
        ("def f(x):\n    return torch.compile(x)", "Call the model without torch.compile"),
        ("\nn = input()", "waits for somebody to type"),
        ("\nrows = open('rows.csv')", "opens a file while your module is imported"),
        ("import matplotlib\nmatplotlib.use('TkAgg')", "opens a window"),
    ],
)
def test_risk_is_named_with_line(tree: Path, text: str, words: str) -> None:
    line = append(tree, text) + 1
    assert [one for one in trouble(tree) if f"{FILE} line {line} " in one and words in one]


@pytest.mark.parametrize(
    "text",
    [
        'if __name__ == "__main__":\n    n = input()\n    breakpoint()',
        'def f(x):\n    return x.to("cuda" if torch.cuda.is_available() else "cpu")',
        "def f(x):\n    if torch.cuda.is_available():\n        x = x.cuda()\n    return x",
        "try:\n    import tqdm_of_mine\nexcept ImportError:\n    pass",
        "def f():\n    return open('rows.csv')",
        "def f(x):\n    return DataLoader(x, num_workers=0)",
    ],
)
def test_guarded_lines_are_right(tree: Path, text: str) -> None:
    append(tree, text)
    assert trouble(tree) == []


def test_missing_packages_are_named(tree: Path) -> None:
    line = append(tree, "import seaborn_of_mine as sns\nimport helpers\nimport pandas_of_mine\npandas_of_mine.f()")
    (tree / "src" / "helpers.py").write_text("x = 1\n")
    found = trouble(tree)
    assert (
        f"{FILE} line {line} imports seaborn_of_mine, which the grader does not have (it has numpy, torch)" in found[0]
    )
    assert "nothing else in the file uses it" in found[0] and "write `from src.helpers import" in found[1]
    assert "pandas_of_mine" in found[2] and "nothing else" not in found[2]


def test_changed_given_file_is_named(tree: Path) -> None:
    append(tree, "import package_of_mine", "src/__init__.py")
    found = trouble(tree)
    assert len(found) == 1 and found[0].startswith("src/__init__.py is not as the course gave it")


def test_odd_files_are_named(tree: Path) -> None:
    source = (tree / FILE).read_bytes()
    (tree / "src" / "shared (1).py").write_bytes(source)
    assert [
        one
        for one in trouble(tree)
        if one.startswith("src/shared (1).py is not graded: the grader reads src/shared.py")
    ]
    (tree / "src" / "shared (1).py").unlink()
    for data, words in (
        (source.decode().encode("utf-16"), "is saved as UTF-16"),
        (b'{"cells": [], "nbformat": 4}', "is a notebook with the ending .py"),
        (b"!pip install torch\n", "has a command of a notebook in line 1"),
    ):
        (tree / FILE).write_bytes(data)
        assert [one for one in trouble(tree) if one.startswith(f"{FILE} {words}")], words


@pytest.mark.parametrize(
    ("line", "needed"),
    [("type X = int", (3, 12)), ("def f[T](x: T): return x", (3, 12)), ('def g(d): return f"{d["a"]}"', (3, 12))],
)
def test_newer_syntax_is_named(line: str, needed: tuple[int, int]) -> None:
    """What this Python reads and the grader's does not names both; what neither reads is a syntax error of this one."""
    source = f"x = 1\n{line}\n"
    if sys.version_info[:2] >= needed:
        words = source_rules.find_newer_syntax(source, (3, 10))
    else:
        with pytest.raises(SyntaxError) as caught:
            compile(source, "x", "exec")
        words = source_rules.explain_syntax(source, caught.value.lineno or 0, str(caught.value.msg), (3, 10))
    assert "in line 2, which needs Python 3.12, and Python 3.10 grades" in words


def test_older_syntax_is_right() -> None:
    assert source_rules.find_newer_syntax("match 1:\n    case 1: x = f'{1}' + f\"{'a'}\"\n", (3, 10)) == ""


@pytest.mark.parametrize(
    ("name", "original"),
    [
        ("src/models (1).py", "src/models.py"),
        ("models copy.py", "models.py"),
        ("Copy of models.py", "models.py"),
        ("models - Copy (2).py", "models.py"),
        ("models.py.txt", "models.py"),
        ("src/conv2.py", "src/conv2.py"),
        ("src/run_model.py", "src/run_model.py"),
    ],
)
def test_copies_are_recognised(name: str, original: str) -> None:
    assert source_rules.find_original_name(name) == original


def test_check_says_which_python(solved: Path, capsys: pytest.CaptureFixture) -> None:
    assert submission.main(["--no-tests"], solved) == 0
    assert "Python 3.10 grades; nothing against it" in capsys.readouterr().out
