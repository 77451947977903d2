"""``python -m report.submission`` checks your work, lists what is missing, and writes the zip to hand in."""

from __future__ import annotations

import argparse
import ast
import re
import subprocess
import sys
import unicodedata
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Any

from .build import Report, build_report, refuse_folder, write_atomically, write_report
from .contents import ROOT, Contents, read_contents
from .grader_rules import explain_missing, find_trouble
from .markdown import ReportError
from .notebooks import answers_as_markdown, convert_notebook, find_missing_outputs, put_answers

MAX_FILE_MB = 5.0  # what graders take where the assignment does not say
MAX_TOTAL_MB = 50.0
TEST_SECONDS = 600
STUB = "raise NotImplementedError('write "  # what stands where something is to be written; other code may raise it too
MAX_LISTED = 12  # details of a check; fewer where there are many, so that all of it fits on one screen
MAX_LISTED_OF_MANY = 6
STUDENT_SUFFIXES = (".py", ".md", ".toml", ".json", ".svg", ".png", ".jpg", ".jpeg", ".ipynb", ".csv", ".txt")


@dataclass
class Check:
    """The result of one check."""

    title: str
    summary: str
    costs_points: bool = False
    details: list[str] = field(default_factory=list)


def zip_name(contents: Contents) -> str:
    """Return the name of the zip that the assignment prescribes.

    Raises:
        ReportError: the name contains the student's ID, and that is missing or no part of a file name.
    """
    pattern = str(contents.assignment["zip"])
    plain = unicodedata.normalize("NFC", contents.about.id)
    if "{id}" in pattern and not re.fullmatch(r"[\w.@+-]{1,60}", plain):
        why = "is empty" if not plain else "holds more than letters, digits and - _ . @ +"
        raise ReportError(f"report/about.toml: id {why}; write your student ID there, the zip is named after it.")
    return pattern.replace("{id}", plain).replace("{assignment}", str(contents.assignment["assignment"]))


def files_to_hand_in(contents: Contents) -> dict[str, Path]:
    """Return the files of the zip, by path: what the student writes, and what their experiments drew."""
    root = contents.root
    wanted: dict[str, Path] = {}
    for name in contents.assignment["editable"]:
        wanted[name] = root / name
    for folder in dict.fromkeys(str(PurePosixPath(name).parent) for name in contents.assignment["editable"]):
        if folder not in (".", "report"):  # the student's further modules beside the graded ones
            wanted |= {path.relative_to(root).as_posix(): path for path in (root / folder).glob("*.py")}
    for folder, deep in (
        ("experiments", False),
        ("notebooks", False),
        ("report/answers", False),
        ("report/figures", True),
    ):
        for path in (root / folder).rglob("*") if deep else (root / folder).glob("*"):
            if path.suffix.lower() in STUDENT_SUFFIXES:
                wanted[path.relative_to(root).as_posix()] = path
    for name in ("report/about.toml", "report/metrics.json", "report.pdf", *weight_limits(contents)):
        wanted[name] = root / name
    parts = [part["notebook"] for part in contents.assignment.get("parts", [])]
    for name in notebook_names(contents):
        if name in parts:  # these lie at the top, with the answers in them
            wanted.pop(name, None)
            name = PurePosixPath(name).name
            wanted[name] = root / name
        wanted[f"{name.removesuffix('.ipynb')}.html"] = (root / name).with_suffix(".html")
    return {name: path for name, path in sorted(wanted.items()) if path.is_file() and not path.is_symlink()}


def weight_limits(contents: Contents) -> dict[str, float]:
    """Return the files of weights that the assignment asks for, each with the MB that it may have at most."""
    return {entry["file"]: float(entry["max_mb"]) for entry in contents.assignment.get("weights", [])}


def notebook_names(contents: Contents) -> list[str]:
    """List the notebooks that the assignment asks for and the student's own; none where it asks for none."""
    listed = list(contents.assignment.get("notebooks", []))
    own = sorted((contents.root / "notebooks").glob("*.ipynb")) if listed else []
    return list(dict.fromkeys([*listed, *(f"notebooks/{path.name}" for path in own)]))


def export_notebooks(contents: Contents) -> Check | None:
    """Convert every notebook to HTML and check that it was run; None where the assignment asks for no notebook."""
    names = notebook_names(contents)
    if not names:
        return None
    details = []
    parts = {part["notebook"]: part for part in contents.assignment.get("parts", [])}
    for name in names:
        path = contents.root / name
        if not path.is_file() or path.is_symlink():
            details.append(f"{name} is missing; copy it from the assignment again")
            continue
        wrong = find_missing_outputs(path)
        if wrong:
            details.append(f"{name} {wrong}")
        try:
            written = _write_part(contents, parts[name]) if name in parts else path
            text = convert_notebook(written)
        except ReportError as error:
            details.append(str(error))
            continue
        write_atomically(written.with_suffix(".html"), text.encode())
    words = f"{len(names)} run, each as HTML too" if not details else f"{len(details)} of {len(names)} to look at"
    return Check("notebooks", words, costs_points=bool(details), details=details)


def _write_part(contents: Contents, part: dict[str, Any]) -> Path:
    """Write a notebook with the answers to its problems' questions at the top of the folder, and return its path."""
    notebook = contents.root / part["notebook"]
    answers = {problem: answers_as_markdown(contents, problem) for problem in part["problems"]}
    target = contents.root / notebook.name
    write_atomically(target, put_answers(notebook, {name: text for name, text in answers.items() if text}).encode())
    return target


def check_work(contents: Contents, report: Report, files: dict[str, Path]) -> list[Check]:
    """Check everything that can be checked without running the student's code.

    Args:
        contents: what the report is made of.
        report: the report itself.
        files: the files of the zip, by path.
    """
    found = [_check_about(contents), _check_files(contents, files), _check_size(contents, files)]
    found.append(_check_against_grader(contents, files))
    if weight_limits(contents):
        found.append(_check_weights(contents, files))
    questions = len(contents.questions)
    if questions:
        done = questions - len(report.unanswered)
        check = Check("questions", f"{done} of {questions} answered", costs_points=bool(report.unanswered))
        check.details = [f"{q.number}. {q.title} ({q.file})" for q in report.unanswered]
        found.append(check)
    if report.forms:
        words = f"{len(report.forms)} to look at"
        found.append(Check("sections and pages", words, costs_points=True, details=list(report.forms)))
    if contents.numbers:
        given = len(contents.numbers) - len(report.numbers_open)
        check = Check("numbers", f"{given} of {len(contents.numbers)} given", costs_points=bool(report.numbers_open))
        check.details = [f"{name} in report/answers.toml" for name in report.numbers_open]
        found.append(check)
    if report.quick:
        words = f"not of a whole run, in {len(report.quick)} {'place' if len(report.quick) == 1 else 'places'}"
        found.append(Check("results", words, costs_points=True, details=list(report.quick)))
    trouble = [*report.complaints, *report.remarks]
    if trouble:
        found.append(Check("report", f"{len(trouble)} places to look at", bool(report.complaints), trouble))
    return found


def _check_about(contents: Contents) -> Check:
    about = contents.about
    missing = [what for what, value in (("name", about.name), ("id", about.id)) if not value]
    if missing:
        return Check("about you", f"no {' and no '.join(missing)} in report/about.toml", costs_points=True)
    return Check("about you", f"{about.name}, {about.id}")


def _check_files(contents: Contents, files: dict[str, Path]) -> Check:
    lost, broken, untouched = [], [], []
    for name in contents.assignment["editable"]:
        if name not in files:
            lost.append(explain_missing(contents, name))
        elif name.endswith(".py"):
            try:
                tree = ast.parse(files[name].read_bytes())
            except (SyntaxError, ValueError) as error:
                broken.append(f"{name} line {getattr(error, 'lineno', None) or 1}: {getattr(error, 'msg', error)}")
                continue
            open_ones = [
                node.lineno
                for node in ast.walk(tree)
                if isinstance(node, ast.Raise) and ast.unparse(node).startswith(STUB)
            ]
            if open_ones:
                untouched.append(f"{name}: {len(open_ones)} still to write (line {min(open_ones)})")
    wrong = [*lost, *broken]
    count = len(contents.assignment["editable"])
    words = f"{count - len(lost)} of {count} are there" + (f", {len(broken)} cannot run" if broken else "")
    if untouched:
        words += ", not all of them finished"
    return Check("files", words, costs_points=bool(wrong or untouched), details=[*wrong, *untouched])


def _check_against_grader(contents: Contents, files: dict[str, Path]) -> Check:
    trouble = find_trouble(contents, files)
    python = f"Python {contents.assignment.get('python', '3.10')} grades"
    words = f"{python}; {len(trouble)} to look at" if trouble else f"{python}; nothing against it"
    return Check("grader", words, costs_points=bool(trouble), details=trouble)


def _check_weights(contents: Contents, files: dict[str, Path]) -> Check:
    """Check each file of weights by itself; whether it fits the student's class is a matter of the tests."""
    from testkit import handed_in
    from testkit.probes.weight_files import find_trouble

    limits = weight_limits(contents)
    details = []
    for name, max_mb in limits.items():
        if name not in files:
            details.append(f"{name} is missing; train the network and save its weights there")
        elif files[name].stat().st_size > max_mb * 2**20:
            size = files[name].stat().st_size / 2**20
            details.append(f"{name} has {size:.1f} MB; files of weights above {max_mb:g} MB are not taken")
        elif trouble := find_trouble(files[name].read_bytes()):
            details.append(handed_in.explain(trouble, name))
    words = f"{len(limits) - len(details)} of {len(limits)} can be read"
    return Check("weights", words, costs_points=bool(details), details=details)


def _check_size(contents: Contents, files: dict[str, Path]) -> Check:
    limits = contents.assignment.get("limits", {})
    max_file, max_total = limits.get("max_file_mb", MAX_FILE_MB), limits.get("max_total_mb", MAX_TOTAL_MB)
    counted = [name for name in files if name not in weight_limits(contents)]  # weights have limits of their own
    sizes = {name: files[name].stat().st_size / 2**20 for name in counted}
    large = [f"{name} has {size:.1f} MB" for name, size in sizes.items() if size > max_file]
    total = sum(sizes.values())
    size = Check("size", f"{total:.1f} MB in {len(counted)} files", costs_points=bool(large) or total > max_total)
    size.details = [f"{entry}; files above {max_file:g} MB are not taken" for entry in large]
    if total > max_total:
        size.details.append(f"more than {max_total:g} MB together are not taken")
    return size


def run_tests(root: Path) -> Check:
    """Run the public tests in a process of their own."""
    try:
        done = subprocess.run(
            [sys.executable, "-m", "pytest", "--tb=no", "-p", "no:cacheprovider"],
            cwd=root,
            capture_output=True,
            text=True,
            errors="replace",
            timeout=TEST_SECONDS,
        )
    except subprocess.TimeoutExpired:
        return Check(
            "tests",
            f"stopped after {TEST_SECONDS} s",
            costs_points=True,
            details=["run pytest and see which test does not end"],
        )
    except OSError as error:
        return Check("tests", f"could not be run ({error.strerror})", costs_points=True)
    lines = [line.strip() for line in done.stdout.splitlines() if line.strip()]
    counts = [line for line in lines if re.search(r"\d+ (passed|failed|error)", line)]
    score = [line for line in lines if re.match(r"(together|.*\S)\s+[\d.]+ of [\d.]+", line)]
    failed = [
        line.split(" - ")[0].removeprefix("FAILED ").removeprefix("ERROR ")
        for line in lines
        if line.startswith(("FAILED", "ERROR"))
    ]
    words = re.sub(r"^=+ | =+$", "", counts[-1]) if counts else "no result; run pytest to see why"
    if score:
        words += f"; points {' '.join(score[-1].split()[1:4]) if score[-1].startswith('together') else score[-1]}"
    return Check("tests", words, costs_points=done.returncode != 0, details=failed)


def format_checks(found: Sequence[Check]) -> list[str]:
    """Write the checks as the lines of one screen."""
    width = max(len(check.title) for check in found)
    limit = MAX_LISTED_OF_MANY if sum(len(check.details) for check in found) > MAX_LISTED else MAX_LISTED
    lines = []
    for check in found:
        lines.append(f"  {'!!' if check.costs_points else 'ok'}  {check.title:<{width}}  {check.summary}")
        lines += [f"      {'':<{width}}  - {detail}" for detail in check.details[:limit]]
        if len(check.details) > limit:
            lines.append(f"      {'':<{width}}  ... and {len(check.details) - limit} more")
    return lines


def write_zip(files: dict[str, Path], target: Path) -> None:
    """Write the zip in one step; the same files give the same bytes.

    Raises:
        ReportError: a folder has its name.
    """
    refuse_folder(target)
    temporary = target.with_name(f".{target.name}.new")
    try:
        with zipfile.ZipFile(temporary, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, path in files.items():
                info = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
                info.compress_type, info.external_attr = zipfile.ZIP_DEFLATED, 0o100644 << 16
                archive.writestr(info, path.read_bytes())
        temporary.replace(target)
    finally:
        temporary.unlink(missing_ok=True)


def main(arguments: Sequence[str], root: Path = ROOT) -> int:
    """Check the work, print what is missing and write the zip; return 0 where nothing is missing."""
    parser = argparse.ArgumentParser(prog="python -m report.submission", description=__doc__)
    parser.add_argument("--no-tests", action="store_true", help="do not run the tests")
    options = parser.parse_args(arguments)
    try:
        contents = read_contents(root)
        report = build_report(contents)
        write_report(contents, report)
        exported = export_notebooks(contents)
        files = files_to_hand_in(contents)
        found = check_work(contents, report, files) + ([exported] if exported else [])
        if not options.no_tests:
            found.append(run_tests(root))
    except ReportError as error:
        print(f"error: {error}", file=sys.stderr)
        return 1
    except OSError as error:
        print(f"error: {error.filename}: {error.strerror}; nothing was packed.", file=sys.stderr)
        return 1
    assignment = contents.assignment
    print(f"{assignment['title']} ({assignment['course']}, {assignment['term']})\n")
    print("\n".join(format_checks(found)))
    to_fix = [check.title for check in found if check.costs_points]
    try:
        name = zip_name(contents)
        write_zip(files, root / name)
    except (ReportError, OSError) as error:
        print(f"\nnothing was packed: {error}")
        return 1
    if to_fix:
        print(f"\n{name} written, but look at: {', '.join(to_fix)}.")
    else:
        print(f"\n{name} written: hand it in on {assignment['place']}.")
    report_place = assignment.get("report_place")
    if contents.questions and report_place is None:
        print("If the report is asked for separately, upload report.pdf.")
    elif contents.questions and report_place:
        print(f"Hand in report.pdf on {report_place}.")
    return 1 if to_fix else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
