"""Proofs that are kept: what was proven of a problem need not be proven again until something that it depends on changes.

``make check`` proves every mistake and every alternative of a problem in the real grader, which takes minutes for all
problems together, and writes ``proof.json`` into the problem's folder: a digest of everything that the proof depends on. The
file is committed with the problem. ``make test`` compares the digests. Where they agree it runs a small fixed part of the
proof, so its time hardly grows with the number of problems; where they do not, it runs the whole proof.
"""

from __future__ import annotations

import ast
import hashlib
import io
import platform
import re
import tokenize
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path

import msgspec

from autograder.files import write_atomically
from scripts.build.student_tree import COMMITTED
from scripts.coursespec.course import KIT, ROOT
from scripts.coursespec.files import files_below
from scripts.coursespec.model import Assignment, Problem

RECORD = "proof.json"
# What of the kit decides the verdict of a test. Reports, Gradescope's files and the commands do not.
GRADER = ("autograder/api.py", "autograder/isolation", "autograder/model", "autograder/shared", "autograder/submission",
          "autograder/suite")  # fmt: skip
# Modules of the testkit that no others import: they count for the problems that name one of them.
BY_NAME = ("effect_checks", "effects")
# What of a problem's folder decides no verdict.
IRRELEVANT = ("handout.md", "questions.md", "survivors.toml", RECORD)
IRRELEVANT_FOLDERS = ("figures", "experiments")


class ProofRecord(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The last complete proof of a problem. ``versions`` are of Python and torch, for people."""

    digest: str
    gradings: int
    versions: str


def digest_of(assignment: Assignment, problem: Problem) -> str:
    """Return a digest of everything that the verdicts on ``problem`` depend on.

    These are the problem's tests, sources, mistakes, alternatives and settings; the solutions of other problems that
    its tests use or that share a file with it; the given data modules that these name; the grader and testkit, ``BY_NAME``
    only where the problem does. Comments and docstrings of the kit's own code do not count.
    """
    digest, own = hashlib.sha256(), list(_own(problem))
    code = [data.decode() for name, data in own if name.endswith(".py")]
    for name, data in [*own, *_solutions(assignment, problem, code), *_kit_of(code)]:
        digest.update(f"{name}\0{len(data)}\0".encode() + data)
    return digest.hexdigest()[:32]


def read_record(problem: Problem) -> ProofRecord | None:
    """Return the record in the problem's folder; None where there is none that can be read."""
    try:
        return msgspec.json.decode((problem.folder / RECORD).read_bytes(), type=ProofRecord)
    except (OSError, msgspec.MsgspecError, UnicodeDecodeError):
        return None


def is_current(assignment: Assignment, problem: Problem) -> bool:
    """Whether the problem's last proof still holds."""
    record = read_record(problem)
    return record is not None and record.digest == digest_of(assignment, problem)


def write_records(assignment: Assignment, gradings: Mapping[str, int]) -> list[Path]:
    """Write the records of problems that were proven completely, and return their paths.

    Only problems in the course's own folder get one. Of the kit's course, only a proof within the assignment of all
    problems counts, because one problem's tests may need another's files.

    Args:
        assignment: within which the problems were proven.
        gradings: the number of gradings of each problem's proof, by its name.

    Raises:
        OSError: a record cannot be written.
    """
    course = assignment.course
    if course == KIT and assignment.name != COMMITTED:
        return []
    return [
        _write_record(assignment, problem, gradings[problem.name])
        for problem in assignment.problems
        if problem.name in gradings and problem.folder.is_relative_to(course.folders[0])
    ]


def _write_record(assignment: Assignment, problem: Problem, gradings: int) -> Path:
    import torch

    versions = f"Python {platform.python_version()}, torch {torch.__version__.partition('+')[0]}"
    record = ProofRecord(digest_of(assignment, problem), gradings, versions)
    path = problem.folder / RECORD
    write_atomically(path, msgspec.json.format(msgspec.json.encode(record), indent=1) + b"\n")
    return path


def _own(problem: Problem) -> Iterator[tuple[str, bytes]]:
    for path in files_below(problem.folder):
        name = path.relative_to(problem.folder).as_posix()
        if name not in IRRELEVANT and name.partition("/")[0] not in IRRELEVANT_FOLDERS:
            yield name, path.read_bytes()


def _solutions(assignment: Assignment, problem: Problem, code: Sequence[str]) -> Iterator[tuple[str, bytes]]:
    """Yield the solved files that the problem's tests can reach, by path."""
    texts = [path.read_text(encoding="utf-8", errors="replace") for _, path in problem.test_files]
    if problem.probes is not None:
        texts.append(problem.probes.read_text(encoding="utf-8"))
    named = _named_modules(texts)
    for path, text in sorted(assignment.solution().items()):
        if path in problem.sources or path in named:
            texts.append(text)
            yield f"solution/{path}", text.encode()
    given = {path: file for path, file in assignment.provided if path.startswith("data/") and path.endswith(".py")}
    used = _named_modules([*texts, *code]) & given.keys()
    while more := (_named_modules([given[path].read_text(encoding="utf-8") for path in used]) & given.keys()) - used:
        used |= more
    for path in sorted(used):
        yield path, _code(given[path]).encode()


def _named_modules(texts: Iterable[str]) -> set[str]:
    """Return the paths of the modules of ``src`` and ``data`` that some texts name, whether or not there are such files."""
    found = set()
    for text in texts:
        found |= {f"{name.replace('.', '/')}.py" for name in re.findall(r"\b((?:src|data)\.[\w.]+)", text)}
        for package, names in re.findall(r"^ *from (src|data) import \(?([\w ,\n]+)", text, re.MULTILINE):
            found |= {f"{package}/{name}.py" for name in re.findall(r"\w+", names)}
        found |= {f"data/{name}.py" for name in re.findall(r"^ *from \.(?: import )?(\w+)", text, re.MULTILINE)}
    return found


def _kit_of(code: Sequence[str]) -> list[tuple[str, bytes]]:
    names = "|".join(BY_NAME)
    if re.search(rf"\bimport .*\b({names})\b|\btestkit\.(?:probes\.)?({names})\b", "\n".join(code)):
        return list(_kit())
    return [(path, data) for path, data in _kit() if Path(path).stem not in BY_NAME]


@cache
def _kit() -> tuple[tuple[str, bytes], ...]:
    files = [ROOT / name for name in GRADER]
    found = [path for file in files for path in ([file] if file.is_file() else files_below(file))]
    return tuple((path.relative_to(ROOT).as_posix(), _code(path).encode()) for path in found if path.suffix == ".py")


def _code(path: Path) -> str:
    """Return a Python file without its comments, docstrings and blank lines: rewording them makes no proof old.

    What is left is the text itself, not a syntax tree, so every version of Python gives the same.
    """
    text = path.read_text(encoding="utf-8")
    lines: list[str] = text.split("\n")
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        if token.type == tokenize.COMMENT:
            row, column = token.start
            lines[row - 1] = lines[row - 1][:column]
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str):
            for row in range(node.lineno, (node.end_lineno or node.lineno) + 1):
                lines[row - 1] = ""
    return "\n".join(line.rstrip() for line in lines if line.strip())
