"""``python -m report`` makes your report: report.pdf, and report/overleaf/ for work on Overleaf."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from .build import Report, build_report, write_report
from .contents import ROOT, read_contents
from .markdown import ReportError

MAX_LISTED = 12  # lines of each kind, so that all of it fits on one screen


def main(arguments: Sequence[str], root: Path = ROOT) -> int:
    """Make the report and print what is missing; return 1 where something has to be fixed."""
    parser = argparse.ArgumentParser(prog="python -m report", description=__doc__)
    parser.add_argument("--no-latex", action="store_true", help="the PDF only")
    options = parser.parse_args(arguments)
    try:
        contents = read_contents(root)
        report = build_report(contents, latex=not options.no_latex)
        paths = write_report(contents, report)
    except ReportError as error:
        print(f"error: {error}", file=sys.stderr)
        return 1
    except OSError as error:
        print(f"error: {error.filename}: cannot be written ({error.strerror}); is it open elsewhere?", file=sys.stderr)
        return 1
    for line in summary(report, len(contents.questions)):
        print(line)
    names = [path.relative_to(root).as_posix() for path in paths]
    print(f"{names[0]} written" + (", and report/overleaf/ for Overleaf" if report.tex else ""))
    return 1 if report.complaints else 0


def summary(report: Report, count: int) -> list[str]:
    """List what is missing or wrong in a report of ``count`` questions, a line each."""
    lines = [f"error: {sentence}" for sentence in report.complaints[:MAX_LISTED]]
    lines += [f"note: {sentence}" for sentence in report.remarks[:MAX_LISTED]]
    lines += [f"note: {sentence}" for sentence in report.forms[:MAX_LISTED]]
    lines += [f"note: {sentence}" for sentence in report.quick[:MAX_LISTED]]
    for found in (report.complaints, report.remarks, report.forms, report.quick):
        if len(found) > MAX_LISTED:
            lines.append(f"... and {len(found) - MAX_LISTED} more")
    if report.unanswered:
        lines.append(f"{len(report.unanswered)} of {count} questions are NOT ANSWERED:")
        lines += [f"  {q.number:>3}. {q.title}  ({q.file})" for q in report.unanswered]
    elif count:
        lines.append(f"all {count} questions are answered")
    if report.numbers_open:
        lines.append(
            f"{len(report.numbers_open)} numbers are missing in report/answers.toml: " + ", ".join(report.numbers_open)
        )
    return lines


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
