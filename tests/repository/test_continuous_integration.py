"""Continuous integration runs what the repository has, and nothing of the machine it was written on."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import msgspec
import pytest

ROOT = Path(__file__).resolve().parents[2]
WORKFLOW = msgspec.yaml.decode((ROOT / ".github/workflows/ci.yml").read_bytes())
PROJECT = msgspec.toml.decode((ROOT / "pyproject.toml").read_bytes())["project"]


def commands() -> list[str]:
    return [step["run"] for job in WORKFLOW["jobs"].values() for step in job["steps"] if "run" in step]


def test_workflow_runs_existing_targets() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = {target for command in commands() for target in re.findall(r"\bmake ([a-z.-]+)", command)}
    assert targets and all(re.search(rf"^{re.escape(target)}:", makefile, re.M) for target in targets)


def test_workflow_names_existing_files() -> None:
    named = [word for command in commands() for word in re.findall(r"(?:tests|\.ci)/\S+", command)]
    assert named and [path for path in named if not (ROOT / path).exists()] == []


def test_workflow_covers_the_oldest_python() -> None:
    oldest = PROJECT["requires-python"].removeprefix(">=")
    for job in ("linux-user", "linux-root"):
        pythons = WORKFLOW["jobs"][job]["strategy"]["matrix"]["python"]
        assert oldest in pythons and len(pythons) == 2


def test_actions_have_a_major_version() -> None:
    actions = [step["uses"] for job in WORKFLOW["jobs"].values() for step in job["steps"] if "uses" in step]
    assert actions and all(re.fullmatch(r"[\w-]+/[\w-]+@v\d+", action) for action in actions)


def test_run_names_no_outside_folder() -> None:
    """.ci/run reads nothing outside the repository but $COURSE_DATA and the samples' unpacker beside it."""
    text = (ROOT / ".ci/run").read_text(encoding="utf-8")
    assert set(re.findall(r"\.\./[\w./-]+", text)) == {"../shared/data/unpack.py"}
    assert set(re.findall(r"(?<![\w.$\")/])/[\w./-]+", text)) <= {"/usr/bin/env", "/usr/bin/python3", "/dev/null"}


def test_hooks_use_the_locked_versions() -> None:
    """A hook that brings its own ruff or mypy would disagree with make lint one day."""
    config = msgspec.yaml.decode((ROOT / ".pre-commit-config.yaml").read_bytes())
    assert [repository["repo"] for repository in config["repos"]] == ["local"]
    assert all(".venv/bin/" in hook["entry"] for hook in config["repos"][0]["hooks"])


@pytest.mark.parametrize(
    ("path", "attribute", "value"),
    [
        ("student/src/convolution.py", "linguist-generated", "set"),
        ("solution/src/convolution.py", "linguist-generated", "set"),
        ("spec/README.md", "linguist-generated", "unspecified"),
        ("scripts/setup.sh", "eol", "lf"),
        ("docs/images/report.png", "binary", "set"),
    ],
)
def test_attributes_of_files(path: str, attribute: str, value: str) -> None:
    done = subprocess.run(["git", "check-attr", attribute, "--", path], cwd=ROOT, capture_output=True, text=True)
    if done.returncode:
        pytest.skip("this copy is no git repository")
    assert done.stdout.rstrip().endswith(f"{attribute}: {value}")
