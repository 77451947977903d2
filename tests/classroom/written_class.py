"""A class that handed in written answers to the small spec of the kit's own tests."""

from __future__ import annotations

import hashlib
import io
import zipfile
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta, timezone
from pathlib import Path

from scripts.classroom.marking.marks import SEED
from scripts.classroom.record.record import Record
from scripts.classroom.sources.model import HandIn, Person
from scripts.coursespec.loader import load_assignment
from scripts.coursespec.model import Assignment
from tests import tiny

Files = Mapping[str, str | bytes]

QUESTION = "why"
QUESTIONS = """
## 1. Why sums {#why points=2}

Why does a sum of products grow?

### Rubric

- 1 point: names the weights.
- 0.5 points: gives an *example*.
- A formula that is wrong: 0.5 points off.
- Any wording counts.

### Model answer

Because of the weights, $w_1 > 1$.

## 2. How sums {#how points=1}

How is it computed?

### Rubric

- 1: one pass.

### Model answer

Pair by pair.
"""


def load_written_assignment(root: Path) -> Assignment:
    """Write the small spec with two questions, unless it is there, and load its assignment."""
    if not root.exists():
        tiny.write_spec(root)
        (root / "spec" / "problems" / "sums" / "questions.md").write_text(QUESTIONS.lstrip(), encoding="utf-8")
    return load_assignment("tiny", tiny.course_in(root))


def zip_of(files: Files) -> bytes:
    """Return a zip with files."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(zipfile.ZipInfo(name), content)
    return stream.getvalue()


def answer_files(text: str | bytes, **more: str | bytes) -> dict[str, str | bytes]:
    """Return the files of a hand-in with an answer to the first question; further names have _ for / and __ for a dot."""
    own = {name.replace("__", ".").replace("_", "/"): content for name, content in more.items()}
    return {f"report/answers/{QUESTION}.md": text, **own}


def hand_in(record: Record, people: Sequence[int], data: bytes, *, hours: int = 0) -> str:
    """Put a hand-in into the record, and return its digest."""
    digest = hashlib.sha256(data).hexdigest()[:32]
    record.submissions.mkdir(exist_ok=True)
    record.path_of(digest).write_bytes(data)
    time = datetime(2026, 10, 1, 12, tzinfo=timezone.utc) + timedelta(hours=hours)
    record.add_hand_in("folder", HandIn(f"{people}-{hours}", (), {}), people, time, (digest, 1, len(data)))
    return digest


def enrol(record: Record, count: int) -> list[int]:
    """Add people and return their ids."""
    return record.add_people(
        [Person(f"Person {number}", f"p{number}@example.edu") for number in range(count)], in_roster=True
    )


def make_written_class(folder: Path, answers: Sequence[str]) -> Record:
    """Return the record of a class of which each person handed in one answer to the first question."""
    record = Record(folder)
    record.set_info(SEED, "a seed")  # by which orders and samples are drawn
    for person, text in zip(enrol(record, len(answers)), answers, strict=True):
        hand_in(record, [person], zip_of(answer_files(text)))
    return record
