"""Builds of a few lines for tests of the grader, written as ``scripts.build`` writes real ones."""

from __future__ import annotations

import textwrap
from pathlib import Path
from typing import Any

import msgspec

from autograder.model import manifest, mistake_files

HEAD = "import torch\nfrom testkit import check, limit, leaderboard, number, partial_credit, weight\n"
# Far above what any right answer here takes, so that a slow machine changes no verdict.
DEFAULT_LIMITS = manifest.Limits(cpu_seconds=30, wall_seconds=120)


def make_build(
    folder: Path,
    tests: str,
    *,
    solution: str = "def answer(x):\n    return x\n",
    mistakes: dict[str, tuple[str, str]] | None = None,
    limits: manifest.Limits | None = None,
    limits_of: dict[str, manifest.Limits] | None = None,
    probes: str = "",
    **settings: Any,
) -> Path:
    """Write a build of one problem, ``demo``, whose one file is ``src/answer.py``.

    Args:
        tests: source of the hidden suite; every ``test_...`` function in it is worth one point.
        solution: source of the right ``src/answer.py``.
        mistakes: name -> (hint, source of a wrong ``src/answer.py``); each fails every test.
        limits: of every test, in place of DEFAULT_LIMITS.
        limits_of: those of single tests, by name.
        probes: source of the problem's own probes, ``testkit.probes.demo``.
        settings: other fields of the manifest.
    """
    suite = HEAD + textwrap.dedent(tests)
    (folder / "tests" / "demo" / "hidden").mkdir(parents=True)
    (folder / "tests" / "demo" / "hidden" / "test_demo.py").write_text(suite)
    for name in ("src", "data"):
        (folder / "tree" / name).mkdir(parents=True)
        (folder / "tree" / name / "__init__.py").touch()
    if probes:
        (folder / "tree" / "testkit" / "probes").mkdir(parents=True)
        (folder / "tree" / "testkit" / "probes" / "demo.py").write_text(textwrap.dedent(probes))
    (folder / "solution" / "src").mkdir(parents=True)
    (folder / "solution" / "src" / "answer.py").write_text(textwrap.dedent(solution))
    names = [line.split("(")[0].removeprefix("def ") for line in suite.splitlines() if line.startswith("def test_")]
    listed = [
        manifest.Test(
            id=f"demo/hidden/test_demo.py::{name}", problem="demo", name=name.replace("_", " "), number=f"1.{index}",
            points=1.0, limits=(limits_of or {}).get(name, limits or DEFAULT_LIMITS),
            module="src.answer" if 'module("src.answer")' in suite else "",
        )
        for index, name in enumerate(names, start=1)
    ]  # fmt: skip
    known = []
    for name, (hint, _) in (mistakes or {}).items():
        known.append(manifest.Mistake("demo", name, hint, [test.id for test in listed], ["src/answer.py"]))
    archive = folder / mistake_files.archive_name("demo")
    archive.parent.mkdir()
    archive.write_bytes(
        mistake_files.pack(
            {
                name: {"src/answer.py": textwrap.dedent(source).encode()}
                for name, (_, source) in (mistakes or {}).items()
            }
        )
    )
    fields: dict[str, Any] = {
        "assignment": "small", "title": "A small assignment", "course": "A course", "term": "Now",
        "problems": [manifest.Problem("demo", "The demo", float(len(listed)), 0.0, ["src/answer.py"])],
        "tests": listed, "mistakes": known, "editable": ["src/answer.py"], "packages": ["torch", "numpy"],
        "seed": "0123456789abcdef" * 2, "build": "small",
    }  # fmt: skip
    given = manifest.Manifest(**{**fields, **settings})
    (folder / manifest.MANIFEST_NAME).write_bytes(msgspec.json.encode(given))
    return folder


def submission(folder: Path, source: str) -> Path:
    """Write a submission of ``src/answer.py``."""
    (folder / "src").mkdir(parents=True, exist_ok=True)
    (folder / "src" / "answer.py").write_text(textwrap.dedent(source))
    return folder
