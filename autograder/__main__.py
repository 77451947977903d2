"""``python -m autograder BUILD SUBMISSION --out DIR``: grade one submission and write its reports.

Exits with 0 when a grade was given, whatever it is, and with 2 when none could be, with the reason on standard error.
"""

from __future__ import annotations

import argparse
import shutil
import sys
from collections.abc import Sequence
from pathlib import Path

from rich.console import Console

from autograder.api import grade_submission
from autograder.isolation.workspace import RefusedError
from autograder.reports import terminal


def _parse(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m autograder", description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("build", type=Path, help="what scripts.build wrote, or the unpacked zip")
    parser.add_argument("submission", type=Path, help="a folder or a zip")
    parser.add_argument("--out", type=Path, required=True, help="folder for the reports")
    parser.add_argument("--results", type=Path, help="where results.json goes instead")
    parser.add_argument("--metadata", type=Path, help="Gradescope's submission_metadata.json, for the late policy")
    parser.add_argument("--device", choices=["cpu", "cuda"], default="cpu")
    parser.add_argument("--tier", choices=["root", "user", "practice"], help="sandbox tier instead of the strongest")
    return parser.parse_args(arguments)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command and return its exit code."""
    options = _parse(arguments)
    console = Console()
    try:
        with terminal.show_progress(console) as on_result:
            grading = grade_submission(
                options.build, options.submission, options.out, metadata=options.metadata, device=options.device,
                results=options.results, tier=options.tier, on_result=on_result,
                on_notice=terminal.say_to(console),
            )  # fmt: skip
    except OSError as error:
        print(
            f"error: {error.filename or 'this machine'}: {error.strerror or error}; make room or choose another place.",
            file=sys.stderr,
        )
        return 2
    except (RefusedError, ValueError) as error:
        print(f"error: {error}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print("stopped; no report was written", file=sys.stderr)
        return 130
    terminal.show(grading, console)
    width = shutil.get_terminal_size().columns
    out = options.out
    if out.is_absolute() and out.is_relative_to(Path.cwd()):
        out = out.relative_to(Path.cwd())
    where = f"Reports: {out} (feedback.html for the student, staff.html for you)"
    console.print(where, soft_wrap=width < 60, markup=False)
    return 0


if __name__ == "__main__":
    sys.exit(main())
