"""A class that was made: right and wrong submissions, odd and hostile ones, in the format of a platform, by a seed.

It stands in for a real class in tests, in the benchmark and for trying the desk out. The mistakes and other solutions are the
spec's own, so that what each submission deserves is known.
"""

from __future__ import annotations

import io
import random
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from pathlib import Path

from scripts.classroom.sources.model import Person
from scripts.coursespec.files import Tree, zipped
from scripts.coursespec.model import Assignment
from scripts.coursespec.variants import Variant

FIRST = (
    "Ada",
    "Bo",
    "Chen",
    "Dina",
    "Émile",
    "Farid",
    "Grete",
    "Hiro",
    "Inés",
    "Jörg",
    "Kofi",
    "Lena",
    "Mai",
    "Noor",
    "Olu",
    "Pia",
)
LAST = (
    "Abel",
    "Bianchi",
    "Castro",
    "D'Arcy",
    "Eriksen",
    "Farkas",
    "Gupta",
    "Huang",
    "Ivanova",
    "Jansen",
    "Kowalski",
    "Łuczak",
    "Müller",
)
DUE = datetime(2026, 10, 1, 22, 0, tzinfo=timezone.utc)


@dataclass(frozen=True)
class Made:
    """A submission of the made class.

    Attributes:
        person: whose it is.
        kind: what it is: "solution", "mistake", "alternative", "skeleton", "empty", "unreadable", "huge", "hostile" or "copy".
        upload: name and content of the file that was uploaded; None where nothing was.
        time: when.
    """

    person: Person
    kind: str
    upload: tuple[str, bytes] | None
    time: datetime


def make_class(assignment: Assignment, size: int, seed: int) -> Iterator[Made]:
    """Make the submissions of a class, one at a time.

    Args:
        assignment: what they are submissions of.
        size: number of people.
        seed: of everything that is drawn.
    """
    rng = random.Random(seed)
    makers = _makers(assignment)
    kinds, weights = zip(*[(kind, weight) for kind, (weight, _) in makers.items()], strict=True)
    before: list[bytes] = []
    for number in range(1, size + 1):
        name = f"{rng.choice(FIRST)} {rng.choice(LAST)}"
        person = Person(name, f"s{number:04}@example.edu", str(100_000 + number), f"s{number:04}", "")
        kind = rng.choices(kinds, weights)[0]
        content = rng.choice(before) if kind == "copy" and before else makers[kind][1](rng)
        if kind in ("solution", "mistake", "alternative"):
            before = [*before[-20:], content]
        time = DUE - timedelta(hours=rng.uniform(-30, 60))
        yield Made(person, kind, ("hw.zip", content), time.replace(microsecond=0))


def write_moodle(path: Path, made: Iterator[Made]) -> list[Made]:
    """Write a class as Moodle's zip of submissions and return it."""
    taken = list(made)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as archive:
        for number, one in enumerate(taken, 1):
            if one.upload is not None:
                folder = f"{one.person.name}_{number}_assignsubmission_file"
                archive.writestr(zipfile.ZipInfo(f"{folder}/{one.upload[0]}"), one.upload[1])
    return taken


def write_gradescope(path: Path, made: Iterator[Made]) -> list[Made]:
    """Write a class as Gradescope's export and return it."""
    taken = list(made)
    lines: list[str] = []
    with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as archive:
        for number, one in enumerate(taken, 1):
            if one.upload is None:
                continue
            label = f"submission_{number}"
            name = one.person.name.replace("'", "''")
            lines += [
                f"{label}:", "  :submitters:", f"  - :name: '{name}'", f"    :sid: '{one.person.sid}'",
                f"    :email: {one.person.email}", f"  :created_at: {one.time:%Y-%m-%d %H:%M:%S}.000000000 Z",
            ]  # fmt: skip
            _write_unpacked(archive, f"assignment_1_export/{label}", one.upload)
        archive.writestr("assignment_1_export/submission_metadata.yml", "---\n" + "\n".join(lines) + "\n")
    return taken


def _write_unpacked(archive: zipfile.ZipFile, folder: str, upload: tuple[str, bytes]) -> None:
    """Write an upload as Gradescope keeps it: a zip that was uploaded is unpacked, anything else stays a file."""
    try:
        with zipfile.ZipFile(io.BytesIO(upload[1])) as inner:
            for member in inner.infolist():
                if not member.is_dir() and ".." not in member.filename:
                    archive.writestr(
                        zipfile.ZipInfo(f"{folder}/{member.filename}"), inner.read(member), zipfile.ZIP_DEFLATED
                    )
    except (zipfile.BadZipFile, RuntimeError):
        archive.writestr(zipfile.ZipInfo(f"{folder}/{upload[0]}"), upload[1])


def _makers(assignment: Assignment) -> dict[str, tuple[float, Callable[[random.Random], bytes]]]:
    """Return each kind's weight in a class and what makes one."""
    solution = assignment.hand_in()
    skeleton = {name: text.encode() for name, text in assignment.skeleton().items()}
    mistakes = [one for problem in assignment.problems for one in problem.mistakes]
    alternatives = [one for problem in assignment.problems for one in problem.alternatives]

    def variant(among: list[Variant], rng: random.Random) -> bytes:
        return zipped(assignment.hand_in(rng.choice(among)) if among else solution)

    first = next(name for name in solution if name.endswith(".py"))
    return {
        "mistake": (50, lambda rng: variant(mistakes, rng)),
        "solution": (12, lambda rng: zipped(solution)),
        "alternative": (12, lambda rng: variant(alternatives, rng)),
        "skeleton": (5, lambda rng: zipped(skeleton)),
        "half": (8, lambda rng: zipped(_half(solution, skeleton, rng))),
        "empty": (2, lambda rng: zipped({})),
        "unreadable": (2, lambda rng: b"PK\x03\x04" + rng.randbytes(300)),
        "huge": (1, lambda rng: zipped({**solution, "data/big.bin": bytes(200 * 2**20)})),
        "hostile": (4, lambda rng: zipped({**solution, first: solution[first] + rng.choice(HOSTILE).encode()})),
        "copy": (4, lambda rng: zipped(solution)),
    }


def _half(solution: Tree, skeleton: Tree, rng: random.Random) -> Tree:
    """Return a submission of which some files are still stubs."""
    return {name: skeleton.get(name, data) if rng.random() < 0.5 else data for name, data in sorted(solution.items())}


# Code at the end of a module: before its "from __future__ import" it would be no Python, and would never run.
HOSTILE = (
    "import os\nos._exit(0)",
    "while True:\n    pass",
    "import os, signal\nos.kill(os.getppid(), signal.SIGKILL)\nos.kill(os.getpid(), signal.SIGKILL)",
    "x = bytearray(64 * 2**30)",
    "import os\nfor _ in range(1000):\n    os.fork()",
)
