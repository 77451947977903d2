"""The manifest of a build: the assignment, its tests, its limits and its known mistakes.

``scripts`` writes it and the grader reads it; the grader learns of an assignment from nothing else.
"""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import ClassVar, Literal

import msgspec

Device = Literal["cpu", "cuda"]
Visibility = Literal["visible", "hidden", "after_due_date", "after_published"]

MANIFEST_NAME = "manifest.json"
WEIGHTS_FOLDER = "models"  # of weights that are handed in; in a worker's own folder it is empty, and can be written


class Limits(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What one test may use. A test that passes a limit is stopped and fails; nothing else is lost."""

    cpu_seconds: float = 20.0
    wall_seconds: float = 60.0
    memory_mb: int = 2048  # MiB of address space above what importing torch already maps
    threads: int = 1
    disk_mb: int = 64  # MiB of one file

    @property
    def written_mb(self) -> int:
        """MiB that may be written in all; what is removed or overwritten counts too, such as a checkpoint in every epoch."""
        return 4 * self.disk_mb


class LatePolicy(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Points taken off a late hand-in, computed from Gradescope's ``created_at`` and ``due_date``."""

    percent_per_day: float = 0.0  # of the score, for every day begun
    grace_minutes: float = 0.0
    most_percent: float = 100.0
    zone: str = ""  # the course's time zone, such as "America/Chicago"; "": the due date's offset from UTC


class SubmissionLimits(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How large a submission may be before it is refused; 1 MB is 2**20 bytes."""

    max_files: int = 2000
    max_file_mb: float = 5.0
    max_total_mb: float = 50.0


class Test(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One graded test. ``id`` is ``problem/public|hidden/file.py::function``, a path below ``tests/`` of the build."""

    __test__: ClassVar[bool] = False  # or pytest takes the name for a class of tests

    id: str
    problem: str
    name: str  # the words shown to students: first line of the test's docstring
    number: str
    points: float
    device: Device = "cpu"
    public: bool = False
    visibility: Visibility = "visible"
    tags: list[str] = []
    limits: Limits = Limits()
    module: str = ""  # the student's module that it asks for first; its worker imports that while it waits to be asked

    @property
    def file(self) -> str:
        """The test file, a path below ``tests/`` of the build."""
        return self.id.partition("::")[0]


class Mistake(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A known mistake. ``files`` are the solution files that it replaces, kept as ``mistake_files`` says."""

    problem: str
    name: str
    hint: str
    fails: list[str]  # test ids
    files: list[str]


class FromScratch(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Functions that students write without a library's own. What their code reaches is a notice to staff, never points."""

    functions: list[str] = []
    without: list[str] = []  # patterns of the last part of a library's names, in lower case


class WeightFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True, rename={"class_name": "class"}):
    """A file of a network's weights that students hand in beside their code."""

    file: str  # from the root of the assignment's tree: a path in ``WEIGHTS_FOLDER`` that ends with .pt
    module: str  # the student's module with the network's class, such as "src.models"
    class_name: str
    max_mb: float = 25.0  # 1 MB is 2**20 bytes


class Problem(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A problem of the assignment."""

    name: str
    title: str
    points: float  # of the suites that run on a CPU
    gpu_points: float  # of the suites that need a GPU runner
    files: list[str]  # what the student edits
    from_scratch: FromScratch = FromScratch()
    weights: list[WeightFile] = []  # handed in too


class Manifest(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Everything the grader knows of an assignment."""

    assignment: str
    title: str
    course: str
    term: str
    problems: list[Problem]
    tests: list[Test]
    mistakes: list[Mistake]
    editable: list[str]  # files taken from a submission, POSIX paths relative to its root
    packages: list[str]  # what student code may import beyond the standard library
    seed: str  # secret, 32 hexadecimal digits; every random input follows from it and the submission's files
    build: str  # digest of everything in the build but the seed
    kit: str = ""  # version of the kit that made the build
    run_seconds: float = 540.0  # wall time of the whole run, below the platform's own limit
    # Comparisons with known mistakes, shared equally among the problems. The most that any problem here has is 260: 58 mistakes
    # against each failed test that they would fail.
    hint_runs: int = 3600
    due: datetime | None = None  # where the platform has no due date
    late: LatePolicy = LatePolicy()
    submission: SubmissionLimits = SubmissionLimits()
    minimum: list[str] | None = None  # sandbox layers without which hidden tests are refused; None: the tier's own

    @property
    def weights(self) -> list[WeightFile]:
        """The weight files of all problems, in order."""
        return [weights for problem in self.problems for weights in problem.weights]

    @property
    def weights_mb(self) -> float:
        """Return the MB that a submission may have beyond its code, for those files."""
        return sum(weights.max_mb for weights in self.weights)


def read(build: Path) -> Manifest:
    """Read the manifest of the build at ``build``.

    Raises:
        ValueError: the file is missing or malformed, in one sentence.
    """
    path = build / MANIFEST_NAME
    try:
        return msgspec.json.decode(path.read_bytes(), type=Manifest)
    except OSError as error:
        raise ValueError(f"{path}: cannot be read ({error.strerror}); run the build again.") from error
    except (msgspec.MsgspecError, UnicodeDecodeError) as error:
        raise ValueError(f"{path}: {error}; run the build again.") from error
