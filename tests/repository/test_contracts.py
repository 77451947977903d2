"""The rules that hold the rooms apart are in force, and they hold."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import msgspec
import pytest

ROOT = Path(__file__).resolve().parents[2]
CONFIG = msgspec.toml.decode((ROOT / "pyproject.toml").read_bytes())


def test_lint_finds_nothing() -> None:
    """A test like others, so that mypy's half a minute passes beside them; ``make lint`` does the same alone."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("MAKE")}
    command = ["make", "--old-file=setup", "lint"]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=280)
    assert done.returncode == 0, done.stdout + done.stderr


def test_every_contract_is_there() -> None:
    contracts = {contract["id"]: contract for contract in CONFIG["tool"]["importlinter"]["contracts"]}
    assert set(contracts) == {"packages", "autograder", "scripts", "self-contained", "no-circles"}
    assert contracts["packages"]["layers"] == ["scripts", "autograder", "testkit"]
    assert contracts["autograder"]["exhaustive"] and contracts["scripts"]["exhaustive"]
    assert not any("ignore_imports" in contract for contract in contracts.values())


def test_docstring_rules_hold_for_the_packages() -> None:
    """The D rules apply to autograder, scripts and the testkit; only tests and the spec are free of them."""
    lint = CONFIG["tool"]["ruff"]["lint"]
    assert {"D", "D401", "TID251"} <= set(lint["select"])
    assert lint["pydocstyle"]["convention"] == "google"
    free = {
        pattern for pattern, rules in lint["per-file-ignores"].items() if any(rule.startswith("D") for rule in rules)
    }
    assert free == {"spec/**", "tests/**"}
    assert {rule for rule in lint["ignore"] if rule.startswith("D")} == {"D105", "D107"}


@pytest.mark.parametrize("file", ["problems/mine/hidden/test_mine.py", "problems/mine/src/mine.py"])
def test_problems_may_have_long_lines(file: str) -> None:
    """An instructor who adds a problem to the spec has lines as long as they like."""
    source = f'"""Mine."""\n\nNAME = "{"long " * 50}"\n'
    command = [sys.executable, "-m", "ruff", "check", "--no-cache", "--stdin-filename", f"spec/{file}", "-"]
    done = subprocess.run(command, cwd=ROOT, input=source, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stdout


def test_course_inside_is_not_linted() -> None:
    lint = next(line for line in (ROOT / "Makefile").read_text(encoding="utf-8").splitlines() if "ruff check" in line)
    assert lint.partition("#")[0].split()[-4:] == ["autograder", "scripts", "tests", "spec"]


def test_testkit_has_one_name() -> None:
    """Importing autograder.shared would load a second testkit."""
    assert "autograder.shared" in CONFIG["tool"]["ruff"]["lint"]["flake8-tidy-imports"]["banned-api"]
    assert not (ROOT / "autograder" / "shared" / "__init__.py").exists()
