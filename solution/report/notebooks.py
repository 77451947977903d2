"""Convert notebooks to pages of HTML, for courses that want both handed in."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

from .markdown import ReportError, find_pandoc

STYLE = """<style>
body { max-width: 54rem; margin: 2rem auto; padding: 0 1rem; font: 16px/1.5 Georgia, serif; color: #1c2733; }
pre { padding: .6rem .8rem; overflow-x: auto; font-size: 13px; line-height: 1.4; }
.code div.sourceCode { background: #f3f6f9; }
.output pre { border-left: 3px solid #c9d3dd; }
.output.error pre { border-color: #b3261e; }
.output img { max-width: 100%; }
table { border-collapse: collapse; } td, th { padding: .2rem .6rem; }
</style>"""
MAX_SECONDS = 120  # a limit for a pandoc that hangs


def convert_notebook(notebook: Path) -> str:
    """Return a notebook with its outputs as one self-contained page of HTML.

    Raises:
        ReportError: pandoc cannot convert it.
    """
    command = [find_pandoc(), "--from=ipynb", "--to=html5", "--standalone", "--embed-resources", "--mathml"]
    command += [f"--resource-path={notebook.parent}", f"--metadata=pagetitle:{notebook.stem}"]
    command += [f"--variable=header-includes:{STYLE}", str(notebook.resolve())]
    try:
        done = subprocess.run(command, capture_output=True, timeout=MAX_SECONDS, check=False)
    except (OSError, subprocess.TimeoutExpired) as error:
        raise ReportError(f"notebooks/{notebook.name}: pandoc could not convert it to HTML ({error}).") from error
    if done.returncode:
        reason = done.stderr.decode("utf-8", "replace").strip().splitlines()[-1:] or ["no reason given"]
        raise ReportError(f"notebooks/{notebook.name}: pandoc could not convert it to HTML ({reason[0]}).")
    return done.stdout.decode("utf-8", "replace")


def find_missing_outputs(notebook: Path) -> str:
    """Say what is wrong with the outputs of a notebook; "" where every cell was run."""
    try:
        cells = json.loads(notebook.read_text(encoding="utf-8"))["cells"]
        code = [cell for cell in cells if cell["cell_type"] == "code" and "".join(cell["source"]).strip()]
        open_ones = sum(cell.get("execution_count") is None for cell in code)
        failed = any(output["output_type"] == "error" for cell in code for output in cell.get("outputs", []))
    except (OSError, ValueError, KeyError, TypeError):
        return "is not a notebook that can be read; save it again in Jupyter"
    if open_ones:
        return f"has {open_ones} cells without a result; run all its cells, and save it"
    return "ended with an error; fix that cell, run all cells, and save it" if failed else ""
