"""Hostile submissions that are not one file: archives, links, pipes, and trees full of unwanted files."""

from __future__ import annotations

import io
import os
import stat
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from tests.hostile.arena import HONEST, Arena, put

BEFORE = {"before": "passed"}


class Expected(NamedTuple):
    title: str
    ends: dict[str, str]
    ends_user: dict[str, str] = {}  # noqa: RUF012
    refused: bool = False
    slow: bool = False


class Package(NamedTuple):
    expected: Expected
    make: Callable[[Path, Arena], Path]


def _zip(place: Path, members: list[tuple[str | zipfile.ZipInfo, bytes]]) -> Path:
    place.mkdir(parents=True, exist_ok=True)
    path = place / "submission.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members:
            archive.writestr(name, content)
    return path


def symlinks(place: Path, arena: Arena) -> Path:
    arena.submission(place)
    attack = place / "src" / "attack.py"
    attack.unlink()
    attack.symlink_to(arena.build / "solution" / "src" / "attack.py")
    (place / "src" / "helper.py").symlink_to(arena.root_only)
    return place


def linked_folder(place: Path, arena: Arena) -> Path:
    put(place / "honest.py", HONEST)
    (place / "src").symlink_to(arena.build / "solution" / "src")
    return place


def zip_links(place: Path, arena: Arena) -> Path:
    link = zipfile.ZipInfo("src/attack.py")
    link.create_system, link.external_attr = 3, (stat.S_IFLNK | 0o777) << 16
    target = str(arena.build / "solution" / "src" / "attack.py").encode()
    return _zip(place, [(link, target), ("src/honest.py", _honest())])


def zip_slip(place: Path, arena: Arena) -> Path:
    out = f"{'../' * 12}{str(arena.top).lstrip('/')}/slipped-{arena.token}.py"
    names = [out, f"/tmp/{arena.token}.py", f"src/../../../tmp/{arena.token}.py", f"..\\..\\{arena.token}.py"]
    return _zip(place, [*((name, b"x = 1\n") for name in names), ("src/honest.py", _honest())])


def zip_bomb(place: Path, arena: Arena) -> Path:
    return _zip(place, [("src/attack.py", b"\n" * (200 * 2**20)), ("src/honest.py", _honest())])


def zip_many(place: Path, arena: Arena) -> Path:
    return _zip(place, [*((f"src/m{index}.py", b"") for index in range(3000)), ("src/honest.py", _honest())])


def zip_in_zip(place: Path, arena: Arena) -> Path:
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("src/attack.py", b"\n" * (50 * 2**20))
    return _zip(place, [("src/all.zip", inner.getvalue()), ("src/honest.py", _honest())])


def pipes(place: Path, arena: Arena) -> Path:
    arena.submission(place)
    (place / "src" / "attack.py").unlink()
    os.mkfifo(place / "src" / "attack.py")
    return place


def device(place: Path, arena: Arena) -> Path:
    arena.submission(place)
    (place / "src" / "attack.py").unlink()
    (place / "src" / "attack.py").symlink_to("/dev/zero")
    return place


def no_archive(place: Path, arena: Arena) -> Path:
    place.mkdir(parents=True)
    path = place / "submission.zip"
    path.write_bytes(b"PK\x03\x04" + os.urandom(2000))
    return path


def deep_source(place: Path, arena: Arena) -> Path:
    """The parser of Python 3.10 overflows its stack on this."""
    arena.submission(place, f"class Deep:\n    x = a{'.a' * 110_000}\n")
    return place


def wide_source(place: Path, arena: Arena) -> Path:
    """A syntax tree takes hundreds of times its source."""
    arena.submission(place, "x=[" + "0," * 480_000 + "]\n")
    return place


def accents(place: Path, arena: Arena) -> Path:
    """Sorting the accents of a letter takes the square of their number, for names of files as for names in them."""
    letter = "x" + "\u0315\u0300" * 15_000
    names = [
        (f"src/{index}{letter[:1001]}", b"") for index in range(700)
    ]  # all names together stay below the limit of a zip
    return _zip(place, [*names, ("src/attack.py", f"{letter} = 1\n".encode()), ("src/honest.py", _honest())])


def formatted_source(place: Path, arena: Arena) -> Path:
    """Up to Python 3.11, each field of an f-string is looked for from the string's beginning."""
    fields = "f'" + "{a}" * 42_000 + "'\n"
    arena.submission(place, "".join(f"from src import helper_{index}\n" for index in range(40)))
    for index in range(40):
        put(place / "src" / f"helper_{index}.py", f"# {index}\n{fields}")
    return place


def course_files(place: Path, arena: Arena) -> Path:
    """Everything that Python, pytest or the grader would load by itself, if it were taken."""
    arena.submission(place)
    evil = "import os\nos.write(2, b'BREACH: an unwanted file was run\\n')\n"
    for name in ("conftest.py", "sitecustomize.py", "usercustomize.py", "torch.py", "random.py", "numpy.py", "json.py", "pytest.py",
                 "src/__init__.py", "src/conftest.py", "src/random.py", "src/torch.py", "src/loot.py", "testkit/__init__.py",
                 "testkit/check.py", "testkit/probes/__init__.py", "autograder/__init__.py", "tests/conftest.py",
                 "tests/arena/hidden/test_honest.py", "tests/arena/hidden/conftest.py", "solution/src/attack.py"):  # fmt: skip
        put(place / name, evil)
    put(place / "evil.pth", "import os; os.write(2, b'BREACH: a .pth was run\\n')\n")
    put(place / "pytest.ini", "[pytest]\naddopts = -k nothing\n")
    put(place / "pyproject.toml", "[tool.pytest.ini_options]\naddopts = '-k nothing'\n")
    put(place / "results.json", '{"score": 1000}')
    put(place / "manifest.json", "{}")
    return place


def _honest() -> bytes:
    return b"def double(x):\n    return x * 2\n"


WHOLE = {"before": "passed", "outputs": "passed", "claims": "passed"}
MISSING = {"before": "passed", "outputs": "missing"}
PACKAGES = {
    "package_symlinks": Package(Expected("Links to the solution and to a secret file", MISSING), symlinks),
    "package_linked_folder": Package(Expected("A folder that is a link to the solution's", {}, refused=True), linked_folder),
    "package_zip_links": Package(Expected("A zip with a link to the solution", MISSING), zip_links),
    "package_zip_slip": Package(Expected("A zip whose members would land elsewhere", MISSING), zip_slip),
    "package_zip_bomb": Package(Expected("A zip of 200 MB of nothing", MISSING), zip_bomb),
    "package_zip_many": Package(Expected("A zip of three thousand modules", {}, refused=True), zip_many),
    "package_zip_in_zip": Package(Expected("An archive inside the archive", MISSING), zip_in_zip),
    "package_pipe": Package(Expected("A pipe in place of a file", MISSING), pipes),
    "package_device": Package(Expected("A link to /dev/zero in place of a file", MISSING), device),
    "package_no_archive": Package(Expected("Noise under the name of a zip", {}, refused=True), no_archive),
    "package_deep_source": Package(Expected("An expression 110,000 attributes deep", {"outputs": "raised|stopped|memory|time"}), deep_source),
    "package_wide_source": Package(Expected("A literal of half a million numbers", {"outputs": "raised|missing|time"}), wide_source),
    "package_accents": Package(Expected("A name of 30,000 accents in the code, and 700 files with a thousand in their names", MISSING), accents),
    "package_formatted_source": Package(Expected("Forty files of one f-string each", {"outputs": "raised|missing|time"}), formatted_source),
    "package_course_files": Package(
        Expected("conftest.py, pytest.ini, sitecustomize.py, .pth, torch.py and edited tests beside the code", WHOLE), course_files
    ),
}  # fmt: skip
