"""Find the weights of a solution in a release, in whatever container: by the bytes of their tensors in float32 and in float16."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator, Mapping

import numpy as np

from scripts.coursespec.files import files_below
from scripts.coursespec.model import WEIGHTS, Assignment, Problem
from scripts.leaks.extraction import unpack
from scripts.leaks.secrets import Origin, Secret

NEEDLE = 24  # numbers in a row of which no other network has all
MIN_DISTINCT = 12  # of their values: zeros and ones are nobody's secret


def find_weights(assignment: Assignment, release: Mapping[str, bytes]) -> Iterator[tuple[str, Secret]]:
    """Yield the files of a release that hold weights of a solution, of a mistake or of an alternative.

    Args:
        assignment: whose solutions they are.
        release: contents by path.

    Raises:
        SpecError: a file of the release cannot be searched.
    """
    secrets = [secret for problem in assignment.problems for secret in _read_secrets(problem)]
    if secrets:
        for path, data in release.items():
            for _, content in unpack(path, data):
                yield from ((path, secret) for secret, needle in secrets if needle in content)


def _read_secrets(problem: Problem) -> Iterator[tuple[Secret, bytes]]:
    """Yield some numbers of every tensor of a problem's files of weights, as bytes."""
    for path in files_below(problem.folder / WEIGHTS):
        data = path.read_bytes()
        if path.suffix != ".pt" or not zipfile.is_zipfile(io.BytesIO(data)):
            continue
        source = f"{problem.display_path}/{path.relative_to(problem.folder).as_posix()}"
        secret = Secret("weights", source, Origin("solution", problem.name, source), 1, NEEDLE, path.name)
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            records = [archive.read(entry) for entry in archive.infolist() if "/data/" in entry.filename]
        yield from ((secret, needle) for record in records for needle in _needles(record))


def _needles(record: bytes) -> Iterator[bytes]:
    """Yield numbers from the middle of a tensor, as they are and in the other precision."""
    for kept, other in (("<f4", "<f2"), ("<f2", "<f4")):
        size = np.dtype(kept).itemsize
        numbers = np.frombuffer(record[: len(record) // size * size], kept)
        middle = numbers[len(numbers) // 2 :][:NEEDLE]
        if len(middle) == NEEDLE and len(np.unique(middle)) >= MIN_DISTINCT:
            yield middle.tobytes()
            with np.errstate(over="ignore", invalid="ignore"):
                yield middle.astype(other).tobytes()
