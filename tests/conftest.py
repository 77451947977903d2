"""Fixtures for the kit's own tests."""

from __future__ import annotations

import contextlib
import json
import random
from collections.abc import Callable, Iterator
from pathlib import Path

import jsonschema
import numpy as np
import pytest
import torch
from hypothesis import settings
from playwright.sync_api import Browser, sync_playwright

from autograder.api import Grader
from autograder.gradescope import results
from autograder.isolation import workspace
from autograder.model.grading import Grading
from scripts.coursespec.files import Tree, read_tree
from tests.browser import CHROMIUM, FLAGS
from tests.shared_servers import SharedServers
from tests.tiny import write_spec

settings.register_profile("the same examples every time, however slow the machine is", derandomize=True, deadline=None)
settings.load_profile("the same examples every time, however slow the machine is")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--all", action="store_true", help="run every test at full length (make test-all)")


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup() -> None:
    """Give every test, and what is made for it, the same random numbers, whatever ran before it."""
    random.seed(0)
    np.random.seed(0)
    torch.manual_seed(0)


@pytest.fixture
def spec(tmp_path: Path) -> Path:
    """Root of a repository that holds a small spec of two problems."""
    return write_spec(tmp_path / "course")


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Return the machine's Chromium, for tests marked ``tests.browser.needs_chromium``."""
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield opened
        opened.close()


@pytest.fixture(scope="module")
def grader_of() -> Iterator[Callable[[Path], Grader]]:
    """Return the grader of a build, the last one if the build has the same files. It serves until another build's is asked for."""
    files: Tree = {}
    grader: Grader
    with contextlib.ExitStack() as stack:

        def find(build: Path) -> Grader:
            nonlocal files, grader
            if (found := read_tree(build)) != files:
                files = {}  # also where the next one is refused
                stack.close()
                grader = stack.enter_context(Grader(build))
                files = found
            return grader

        yield find


@pytest.fixture(scope="session")
def servers() -> Iterator[SharedServers]:
    """Return the fork servers that the tests of this process share."""
    shared = SharedServers()
    yield shared
    shared.close()


@pytest.fixture
def shared_server(servers: SharedServers, monkeypatch: pytest.MonkeyPatch) -> None:
    """Have graders that this test starts in its own process take a server that an earlier test left."""
    monkeypatch.setattr(workspace, "ForkServer", servers.lend)


@pytest.fixture(scope="session")
def schema() -> jsonschema.Draft202012Validator:
    """What Gradescope takes."""
    return jsonschema.Draft202012Validator(json.loads(results.SCHEMA.read_text()))


@pytest.fixture(autouse=True)
def every_report_is_one_that_gradescope_takes(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, schema: jsonschema.Draft202012Validator
) -> Iterator[None]:
    """Every report that a test makes, in this process or in one that it starts, is held against the schema."""
    make = results.to_results

    def checked(grading: Grading) -> dict[str, object]:
        made = make(grading)
        schema.validate(json.loads(json.dumps(made)))
        return made

    monkeypatch.setattr(results, "to_results", checked)
    yield
    for report in tmp_path.rglob("results.json"):
        if not report.is_symlink() and "hand-in" not in report.parts and "submission" not in report.parts:
            schema.validate(json.loads(report.read_text()))
