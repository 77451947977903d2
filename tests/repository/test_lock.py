"""requirements.lock has an exact version of everything that the project asks for, on every supported machine."""

from __future__ import annotations

import re
from pathlib import Path

import msgspec
import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[2]
LOCK = (ROOT / "requirements.lock").read_text(encoding="utf-8")
CONFIG = msgspec.toml.decode((ROOT / "pyproject.toml").read_bytes())
NOT_LOCKED = "cluster"  # an extra that few need
LOCKED = [Requirement(line) for line in LOCK.splitlines() if line and not line.lstrip().startswith("#")]


def project_requirements() -> list[Requirement]:
    project = CONFIG["project"]
    extras = [line for name, lines in project["optional-dependencies"].items() if name != NOT_LOCKED for line in lines]
    return [Requirement(line) for line in [*project["dependencies"], *extras]]


def versions_for(environment: dict[str, str]) -> dict[str, list[str]]:
    """The locked versions by package that apply in an environment, as markers describe it."""
    found: dict[str, list[str]] = {}
    for requirement in LOCKED:
        (specifier,) = requirement.specifier
        assert specifier.operator == "=="
        if requirement.marker is None or requirement.marker.evaluate(environment):
            found.setdefault(canonicalize_name(requirement.name), []).append(specifier.version)
    return found


@pytest.mark.parametrize("system", ["linux", "darwin"])
@pytest.mark.parametrize("python", ["3.10", "3.11", "3.12", "3.13", "3.14"])
def test_lock_satisfies_the_project(python: str, system: str) -> None:
    environment = {
        "python_version": python,
        "python_full_version": f"{python}.4",
        "sys_platform": system,
        "platform_system": system.capitalize(),
        "platform_machine": {"linux": "x86_64", "darwin": "arm64"}[system],
        "implementation_name": "cpython",
        "platform_python_implementation": "CPython",
    }
    versions = versions_for(environment)
    assert all(len(found) == 1 for found in versions.values())
    for requirement in project_requirements():
        if requirement.marker is None or requirement.marker.evaluate(environment):
            (version,) = versions[canonicalize_name(requirement.name)]
            assert requirement.specifier.contains(version), f"{requirement} is locked as {version}: run make lock"


def test_torch_has_one_version() -> None:
    """A grade must not depend on the interpreter, and set-up looks for one line of each."""
    lines = re.findall(r"^torch(?:vision)?==.*$", LOCK, re.M)
    assert lines == CONFIG["tool"]["uv"]["constraint-dependencies"]


def test_lock_leaves_out_cuda_libraries() -> None:
    names = {requirement.name for requirement in LOCKED}
    cuda = {name for name in names if name.startswith(("nvidia-", "cuda-", "triton"))}
    assert cuda == set(), "add these to no-emit-package in pyproject.toml"


def test_lock_names_no_place() -> None:
    """No index and no folder of the machine that made it."""
    assert all(requirement.url is None for requirement in LOCKED)
    assert not re.search(r"://|^\s*-|file:|(?<![\w.])/\w", LOCK, re.M)
