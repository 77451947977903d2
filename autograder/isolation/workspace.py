"""The workspace in which the submissions of one build are graded: pristine tree, sandbox plan, running fork server.

This module does not import torch, but the fork server does, from the moment a workspace is made. A command that imports the grader
after that runs both imports at the same time.
"""

from __future__ import annotations

import contextlib
import os
import secrets
import shutil
import time
from pathlib import Path
from types import TracebackType

from autograder.isolation.layers import landlock
from autograder.isolation.layers.tiers import Plan, Tier, choose_plan
from autograder.isolation.scratch import make_temporary_folder
from autograder.isolation.server import ForkServer
from autograder.model import manifest
from autograder.model.manifest import WEIGHTS_FOLDER, Device, Manifest

_DAYS_TO_COME = 30
REQUIREMENTS = "requirements.txt"  # of a build
TESTKIT = Path(__file__).resolve().parents[1] / "shared" / "testkit"


class RefusedError(Exception):
    """No grade can be given; the message is one sentence for staff."""


class GradingWorkspace:
    """A build laid out for grading. Use as a context manager.

    Args:
        build: the folder that ``scripts.build`` wrote.
        device: selects the assignment's suites to run, and where student code runs.
        tier: the sandbox tier; None for the strongest that this machine offers.

    Raises:
        RefusedError: the build is unreadable, or the sandbox is below the assignment's minimum.
    """

    def __init__(self, build: Path, *, device: Device = "cpu", tier: Tier | None = None) -> None:
        self.build = build.resolve()
        try:
            self.manifest: Manifest = manifest.read(self.build)
            self.plan: Plan = choose_plan(tier)
        except ValueError as error:
            raise RefusedError(str(error)) from error
        refusal = self.plan.refusal(self.manifest.minimum)
        if refusal:
            raise RefusedError(refusal)
        readable_ancestor = landlock.find_readable_ancestor(self.build) if self.plan.tier == "user" else ""
        if readable_ancestor:
            raise RefusedError(
                f"The build {self.build} lies in {readable_ancestor}, which Python needs and every submission can read; move it"
                " elsewhere, or grade as root."
            )
        self.device: Device = device
        if self.plan.tier == "root":
            try:
                self.build.chmod(0o700)  # hidden tests, solutions and the seed are for root alone
            except OSError as error:
                raise RefusedError(
                    f"The build {self.build} cannot be closed to other users ({error.strerror}), so a submission could read"
                    " it; copy it to a folder where you may change modes."
                ) from error
        self.work = make_temporary_folder("grader-", self.plan)
        self._closing = contextlib.ExitStack()
        self._closing.callback(shutil.rmtree, self.work, ignore_errors=True)
        try:
            self.pristine = self.work / "pristine"
            _copy(TESTKIT, self.pristine / "testkit")
            _copy(self.build / "tree", self.pristine)
            if self.manifest.weights:
                _make_folder(self.pristine / WEIGHTS_FOLDER)
            self.server = self._closing.enter_context(
                ForkServer(
                    self.pristine,
                    self.plan,
                    device=device,
                    distributions=_read_requirements(self.build),
                    owned_folders=[self.work],
                )
            )
        except BaseException:
            self.close()
            raise

    def __enter__(self) -> GradingWorkspace:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """End the fork server, and remove everything that was written for it."""
        self._closing.close()

    def tree(self, files: dict[str, bytes]) -> Path:
        """Return a fresh copy of the pristine tree with ``files`` in it, under a name that no other worker can guess."""
        folder = self.work / secrets.token_hex(8)
        _copy(self.pristine, folder)
        for name, content in files.items():
            path = folder / name
            _make_folder(path.parent)
            path.write_bytes(content)
            path.chmod(0o644)
        _fix_access_times(folder)
        folder.chmod(0o700)  # ForkServer opens it to the tree's own workers
        return folder


def _read_requirements(build: Path) -> list[str]:
    """Return what the build's ``setup.sh`` has pip install; nothing for a build without that file."""
    file = build / REQUIREMENTS
    lines = file.read_text(encoding="utf-8").splitlines() if file.is_file() else []
    return [line.strip() for line in lines if line.strip() and not line.startswith("#")]


def _copy(source: Path, target: Path) -> None:
    """Copy a tree so that every user can read it."""
    _make_folder(target)
    for entry in os.scandir(source):
        copy = target / entry.name
        if entry.is_dir():
            if entry.name != "__pycache__":
                _copy(Path(entry.path), copy)
        else:
            shutil.copyfile(entry.path, copy)
            copy.chmod(0o644)


def _fix_access_times(folder: Path) -> None:
    """Set when the files and folders of a tree were read last to a time to come: one worker could leave it to the next.

    The kernel (``relatime``, its default) sets it again only where it is older than a change or than a day.
    """
    to_come = time.time() + _DAYS_TO_COME * 86_400
    for path, _, names in os.walk(folder):
        for name in (path, *(os.path.join(path, name) for name in names)):
            os.utime(name, (to_come, os.stat(name).st_mtime))


def _make_folder(path: Path) -> None:
    """Make a folder that every user may enter, whatever the umask."""
    if not path.is_dir():
        _make_folder(path.parent)
        path.mkdir()
        path.chmod(0o755)
