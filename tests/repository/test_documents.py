"""What the documents name is there: make targets, links, files."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
DOCUMENTS = [ROOT / name for name in ("README.md", "CONTRIBUTING.md", "CHANGELOG.md")] + sorted(
    (ROOT / "docs").glob("*.md")
)
ROOMS = "autograder|docs|scripts|spec|student|solution|tests"

pytestmark = pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)


def code_of(text: str) -> list[str]:
    """The lines of code blocks, and code spans."""
    blocks = re.findall(r"^```\n(.*?)^```", text, re.S | re.M)
    prose = re.sub(r"^```\n.*?^```", "", text, flags=re.S | re.M)
    return [*(line for block in blocks for line in block.splitlines()), *re.findall(r"`([^`]+)`", prose)]


def make_targets() -> set[str]:
    return set(re.findall(r"^([a-z][a-z.-]*):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.M))


def test_make_targets_exist(document: Path) -> None:
    named = {
        target
        for code in code_of(document.read_text(encoding="utf-8"))
        for target in re.findall(r"\bmake ([a-z][a-z.-]*)", code)
    }
    assert named - make_targets() == set()


def test_links_lead_somewhere(document: Path) -> None:
    links = re.findall(r"\]\(([^)#\s]+)", document.read_text(encoding="utf-8"))
    broken = [link for link in links if "://" not in link and not (document.parent / link).exists()]
    assert broken == []


def test_named_files_exist(document: Path) -> None:
    """A code span that is a path from the root of the repository is one of a file or folder that exists."""
    spans = re.findall(r"`([^`\n]+)`", document.read_text(encoding="utf-8"))
    paths = [span for span in spans if re.fullmatch(rf"(?:{ROOMS})/[\w./-]*", span)]
    assert [path for path in paths if not (ROOT / path).exists()] == []
