"""What an assignment says of assistants reaches students, and the assistants themselves."""

from __future__ import annotations

from pathlib import Path

import pytest

from scripts.build.student_tree import render
from scripts.coursespec.loader import load_assignment
from scripts.errors import SpecError
from tests.tiny import course_in, edit

TOML = "spec/assignments/tiny.toml"


def rendered(spec: Path, policy: str) -> dict[str, str]:
    edit(spec, TOML, "[[problems]]", f'[ai]\npolicy = "{policy}"\n\n[[problems]]')
    tree = render(load_assignment("tiny", course_in(spec)), solved=False)
    return {path: tree[path].decode() for path in ("README.md", "AGENTS.md") if path in tree}


def test_nothing_said_without_policy(spec: Path) -> None:
    tree = render(load_assignment("tiny", course_in(spec)), solved=False)
    assert "AGENTS.md" not in tree and b"intelligence" not in tree["README.md"]


def test_none_asks_assistants_to_decline(spec: Path) -> None:
    files = rendered(spec, "none")
    assert "must **not** use generative artificial intelligence" in files["README.md"]
    assert "Decline kindly" in files["AGENTS.md"] and "tutor" not in files["AGENTS.md"]


def test_tutor_asks_assistants_to_teach(spec: Path) -> None:
    files = rendered(spec, "tutor")
    assert "as you would ask a tutor" in files["README.md"]
    assert "not an author" in files["AGENTS.md"] and "Decline" not in files["AGENTS.md"]


def test_free_needs_no_agents_file(spec: Path) -> None:
    files = rendered(spec, "free")
    assert "any assistant" in files["README.md"] and "AGENTS.md" not in files


def test_unknown_policy_is_refused(spec: Path) -> None:
    edit(spec, TOML, "[[problems]]", '[ai]\npolicy = "some"\n\n[[problems]]')
    with pytest.raises(SpecError, match=r"tiny\.toml:\d+: the key 'policy' of \[ai\] has the wrong kind of value"):
        load_assignment("tiny", course_in(spec))
