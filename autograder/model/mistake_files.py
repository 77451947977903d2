"""The files of known mistakes in a build: one archive per problem.

The mistakes of a problem are nearly alike. In one archive the zip's compression sees that; as files of their own they made up two
thirds of it. ``scripts`` writes the archives and the grader reads them.
"""

from __future__ import annotations

import io
import tarfile
from collections.abc import Mapping
from pathlib import Path

from autograder.model.manifest import Mistake

FOLDER = "mistakes"  # of a build


def archive_name(problem: str) -> str:
    """Return the path of a problem's archive in a build."""
    return f"{FOLDER}/{problem}.tar"


def pack(files: Mapping[str, Mapping[str, bytes]]) -> bytes:
    """Return an archive of the mistakes of one problem, the same bytes for the same contents.

    Args:
        files: by the mistake's name, then by the path of the file that replaces one of the solution.
    """
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w", format=tarfile.USTAR_FORMAT) as archive:
        for name, replaced in sorted(files.items()):
            for path, data in sorted(replaced.items()):
                member = tarfile.TarInfo(f"{name}/{path}")  # no time, no owner
                member.size = len(data)
                archive.addfile(member, io.BytesIO(data))
    return buffer.getvalue()


def read(build: Path, mistake: Mistake) -> dict[str, bytes]:
    """Return the files of a mistake, by the path of the file that they replace.

    Args:
        build: the build's folder.
        mistake: one of its mistakes.

    Raises:
        KeyError: the archive does not hold them; a build is written whole, so somebody has changed it.
    """
    found = {}
    with tarfile.open(build / archive_name(mistake.problem)) as archive:
        for path in mistake.files:
            member = archive.extractfile(f"{mistake.name}/{path}")
            assert member is not None  # only files are packed
            found[path] = member.read()
    return found
