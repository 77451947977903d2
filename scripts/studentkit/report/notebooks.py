"""Notebooks as pages of HTML, for courses that want both handed in."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

from .markdown import ReportError, pandoc_path

STYLE = """<style>
body { max-width: 54rem; margin: 2rem auto; padding: 0 1rem; font: 16px/1.5 Georgia, serif; color: #1c2733; }
pre { padding: .6rem .8rem; overflow-x: auto; font-size: 13px; line-height: 1.4; }
.code div.sourceCode { background: #f3f6f9; }
.output pre { border-left: 3px solid #c9d3dd; }
.output.error pre { border-color: #b3261e; }
.output img { max-width: 100%; }
table { border-collapse: collapse; } td, th { padding: .2rem .6rem; }
</style>"""
SECONDS = 120


def page(notebook: Path) -> str:
    """A notebook with its outputs as one self-contained page.

    Raises:
        ReportError: it is no notebook, or pandoc cannot convert it.
    """
    command = [pandoc_path(), "--from=ipynb", "--to=html5", "--standalone", "--embed-resources", "--mathml"]
    command += [f"--resource-path={notebook.parent}", f"--metadata=pagetitle:{notebook.stem}"]
    command += [f"--variable=header-includes:{STYLE}", str(notebook.resolve())]
    try:
        done = subprocess.run(command, capture_output=True, timeout=SECONDS, check=False)
    except (OSError, subprocess.TimeoutExpired) as error:
        raise ReportError(f"notebooks/{notebook.name}: pandoc could not make a page of it ({error}).") from error
    if done.returncode:
        said = done.stderr.decode("utf-8", "replace").strip().splitlines()[-1:] or ["no reason given"]
        raise ReportError(f"notebooks/{notebook.name}: pandoc could not make a page of it ({said[0]}).")
    return done.stdout.decode("utf-8", "replace")


def not_run(notebook: Path) -> str:
    """What is wrong with the outputs of a notebook, in words; "" where every cell was run."""
    try:
        cells = json.loads(notebook.read_text(encoding="utf-8"))["cells"]
        code = [cell for cell in cells if cell["cell_type"] == "code" and "".join(cell["source"]).strip()]
        open_ones = sum(cell.get("execution_count") is None for cell in code)
        failed = any(output["output_type"] == "error" for cell in code for output in cell.get("outputs", []))
    except (OSError, ValueError, KeyError, TypeError):
        return "is not a notebook that can be read; save it again in Jupyter"
    if open_ones:
        return f"has {open_ones} cells without a result; run all its cells, and save it"
    return "ended with an error; mend that cell, run all, and save it" if failed else ""
