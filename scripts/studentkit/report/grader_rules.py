"""What the grader will say of the files to hand in, by the rules that it has itself: ``testkit.source_rules``."""

from __future__ import annotations

import ast
import json
import sys
from collections.abc import Mapping
from pathlib import Path, PurePosixPath

from .contents import Contents
from .markdown import ReportError

GIVEN = "report/given.json"  # digests of the course's files, as they were handed out


def explain_missing(contents: Contents, file: str) -> str:
    """Return that a file to hand in is missing, and which file may be meant for it; without a full stop."""
    from testkit import source_rules

    places = [contents.root / folder for folder in dict.fromkeys([str(PurePosixPath(file).parent), "."])]
    names = [
        path.relative_to(contents.root).as_posix() for place in places for path in place.glob("*.py*") if path.is_file()
    ]
    found = source_rules.find_misnamed(file, names, contents.assignment["editable"])
    return source_rules.explain_misnamed(file, found) if found else f"{file} is missing"


def find_trouble(contents: Contents, files: Mapping[str, Path]) -> list[str]:
    """List what cannot work in the grader, a sentence each with file and line.

    Args:
        contents: what the report is made of.
        files: the files of the zip, by path.

    Raises:
        ReportError: the rules cannot be loaded, because something is not installed.
    """
    try:
        from testkit import source_rules
    except ImportError as error:
        raise ReportError(
            f"{error.name or 'a package'} is not installed; run 'pip install -r requirements.txt' in your environment."
        ) from error

    python = source_rules.read_version(contents.assignment.get("python", "3.10"))
    folders = {str(PurePosixPath(name).parent) for name in contents.assignment["editable"]}
    given = _given_files(contents)
    found = _changed_files(contents, given)
    for name, path in files.items():
        if name in given or not name.endswith(".py") or str(PurePosixPath(name).parent) not in folders:
            continue
        original = source_rules.find_original_name(name)
        if original != name and original in contents.assignment["editable"]:
            if original in files:  # else explain_missing says it
                found.append(f"{name} is not graded: the grader reads {original}. Rename it if it is the one you mean")
            continue
        data = path.read_bytes()
        wrong = source_rules.explain_encoding(data)
        if wrong:
            found.append(f"{name} {wrong}")
            continue
        text = data.decode("utf-8-sig", "replace")
        newer = source_rules.find_newer_syntax(text, python)
        if newer:
            found.append(f"{name} {newer}")
        try:
            tree = ast.parse(data)
        except SyntaxError as error:
            if newer:
                continue
            found.append(
                f"{name} {source_rules.explain_syntax(text, error.lineno or 0, str(error.msg), sys.version_info[:2])}"
            )
            continue
        except (ValueError, RecursionError, MemoryError):
            found.append(f"{name} is nested too deeply for Python to read")
            continue
        for line, top in source_rules.find_imports(tree):
            reason = _explain_absence(contents, name, top)
            if reason:
                unused = (
                    ""
                    if source_rules.is_import_used(text, line)
                    else "; nothing else in the file uses it: delete the line"
                )
                found.append(f"{name} line {line} imports {top}{reason}{unused}")
        found += [f"{name} line {risk.line} {risk.words}" for risk in source_rules.find_risks(tree)]
    return found


def _given_files(contents: Contents) -> dict[str, str]:
    """Return the digests of the course's own files, by path; none where their list is missing."""
    try:
        given = json.loads((contents.root / GIVEN).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return given if isinstance(given, dict) else {}


def _changed_files(contents: Contents, given: Mapping[str, str]) -> list[str]:
    """List the course's own files that are not as they were handed out."""
    from testkit import source_rules

    changed = []
    for name, digest in given.items():
        path = contents.root / name
        if path.is_file() and source_rules.digest_source(path.read_bytes()) != digest:
            changed.append(f"{name} is not as the course gave it; the grader uses the course's own, so undo the change")
    return changed


def _explain_absence(contents: Contents, file: str, top: str) -> str:
    """Return why the grader cannot import the module ``top`` in ``file``, after its name; empty where it can."""
    packages = contents.assignment.get("packages", [])
    folders = {name.partition("/")[0] for name in contents.assignment["editable"]}
    if top in {*packages, *folders, "testkit"} or top in sys.stdlib_module_names:
        return ""
    folder = PurePosixPath(file).parent
    if (contents.root / folder / f"{top}.py").is_file():
        module = ".".join([*folder.parts, top])
        return f" without its folder; write `from {module} import ...`"
    if (contents.root / f"{top}.py").is_file() or (contents.root / top).is_dir():
        return f", which the grader does not take; move what you need from it into {file} or a file beside it"
    listed = f"it has {', '.join(sorted(packages))}" if packages else "it has the standard library only"
    return f", which the grader does not have ({listed})"
