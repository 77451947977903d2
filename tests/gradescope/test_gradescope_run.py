"""The zip as Gradescope uses it: unpacked, setup.sh, run_autograder, results.json read.

By default setup.sh finds the environment that runs these tests and has nothing left to install. With GRADESCOPE_FRESH=1
it makes one of its own, which downloads torch again and is kept in build/ until setup.sh or the requirements change.
"""

from __future__ import annotations

import io
import json
import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import jsonschema
import pytest

from autograder.gradescope import results as gradescope_results
from scripts.build.autograder_zip import EXECUTABLE, build_tree
from scripts.coursespec.course import ROOT
from scripts.coursespec.files import zipped
from scripts.coursespec.loader import load_assignment
from scripts.coursespec.model import Assignment
from tests import tiny
from tests.tiny import course_in

FRESH = os.environ.get("GRADESCOPE_FRESH", "") not in ("", "0")
pytestmark = [
    pytest.mark.timeout(1800),
    pytest.mark.skipif(sys.platform != "linux", reason="Gradescope's machines run Linux"),
    pytest.mark.skipif(not FRESH and sys.prefix == sys.base_prefix, reason="setup.sh is for virtual environments"),
]
SCHEMA = jsonschema.Draft202012Validator(json.loads(gradescope_results.SCHEMA.read_text()))
PLACE = ROOT / "build" / "gradescope"  # not below pytest's own folder, which only its owner may enter


@pytest.fixture(scope="module")
def assignment(tmp_path_factory) -> Assignment:
    root = tiny.write_spec(tmp_path_factory.mktemp("course"))
    late = "[late]\npercent_per_day = 20\ngrace_minutes = 10\n\n[[problems]]\nname = 'sums'"
    tiny.edit(root, "spec/assignments/tiny.toml", '[[problems]]\nname = "sums"', late.replace("'", '"'))
    return load_assignment("tiny", course_in(root))


@pytest.fixture(scope="module")
def autograder(assignment) -> Path:
    """A tree like /autograder after setup.sh."""
    place = PLACE / "autograder"
    shutil.rmtree(place, ignore_errors=True)
    with zipfile.ZipFile(io.BytesIO(zipped(build_tree(assignment, "5" * 32), EXECUTABLE))) as archive:
        for member in archive.infolist():
            path = Path(archive.extract(member, place / "source"))
            path.chmod((member.external_attr >> 16) & 0o777 or 0o644)
    needed = "".join(
        (place / "source" / name).read_text() for name in ("requirements.txt", "requirements.lock", "setup.sh")
    )
    mark, venv = PLACE / "made-from", PLACE / "venv"
    if FRESH and not (mark.is_file() and mark.read_text() == needed):
        mark.unlink(missing_ok=True)
        shutil.rmtree(venv, ignore_errors=True)
    done = run(place, "setup.sh")
    if done.returncode and "pip's lines above" in done.stderr:
        pytest.skip(f"no package index can be reached: {done.stderr[-300:]}")
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-2000:]
    assert done.stdout.splitlines()[-1].startswith("setup.sh: done: Python 3.")
    if FRESH:
        mark.write_text(needed)
    return place


def run(place: Path, name: str) -> subprocess.CompletedProcess[str]:
    base = Path(sys.base_prefix) / "bin" / f"python{sys.version_info.major}.{sys.version_info.minor}"
    given = {
        **{key: value for key, value in os.environ.items() if not key.startswith(("PYTHON", "PYTEST", "VIRTUAL_ENV"))},
        "AUTOGRADER_ROOT": str(place),
        "AUTOGRADER_VENV": str(PLACE / "venv") if FRESH else sys.prefix,
        "AUTOGRADER_PYTHON": str(base),
    }
    return subprocess.run([place / "source" / name], env=given, capture_output=True, text=True, timeout=1700)


def graded(place: Path, files: dict[str, str], created: str = "2026-10-01T12:00:00.000000-05:00") -> dict:
    """What results.json says of a submission."""
    shutil.rmtree(place / "submission", ignore_errors=True)
    for name, text in {"README.md": "mine", **files}.items():
        path = place / "submission" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    metadata = {
        "id": 7,
        "created_at": created,
        "assignment": {"due_date": "2026-10-01T23:59:00.000000-05:00", "title": "Tiny", "total_points": "15.0"},
        "users": [{"email": "ada@example.org", "id": 1, "name": "Ada"}],
        "previous_submissions": [{"submission_time": "2026-09-30T12:00:00-05:00", "score": 15.0, "results": {}}],
    }
    (place / "submission_metadata.json").write_text(json.dumps(metadata))
    done = run(place, "run_autograder")
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-2000:]
    staff = place / "results" / "staff.txt"
    assert ("For staff only." in done.stdout) is staff.exists()
    found = json.loads((place / "results" / "results.json").read_text())
    SCHEMA.validate(found)
    worth = {test["number"]: test["max_score"] for test in found["tests"]}
    assert list(worth) == ["1.1", "1.2", "1.10", "2.1"] and sum(worth.values()) == pytest.approx(15)
    return found


def test_solution_gets_marks_and_no_secret(autograder, assignment):
    """The solution gets full marks less lateness, and its code can read no secret."""
    spy = (
        "import glob\n"
        f"for path in ('{autograder}/source/manifest.json', *glob.glob('{autograder}/source/tests/*/*/*.py'),\n"
        f"             '{autograder}/submission_metadata.json', '{autograder}/results/results.json'):\n"
        "    try:\n        open(path).read()\n    except OSError:\n        continue\n"
        "    raise SystemError('read it')\n"
    )
    files = {name: f"{text}\n{spy}" for name, text in assignment.solution().items()}
    found = graded(autograder, files, "2026-10-03T00:00:00.000000-05:00")
    assert {test["status"] for test in found["tests"]} == {"passed"}
    assert found["extra_data"]["score_before_lateness"] == pytest.approx(15)
    assert found["score"] == pytest.approx(15 * 0.6) and "40% is taken off" in found["output"]
    assert found["extra_data"]["waiting"] == ["2.2"] and "1 test still waits to be run on a GPU" in found["output"]


def test_skeleton_gets_nothing(autograder, assignment):
    """The skeleton gets no points, and the output says what is not written yet."""
    found = graded(autograder, assignment.skeleton())
    assert found["score"] == 0 and {test["score"] for test in found["tests"]} == {0}
    assert "Not written yet" in found["tests"][0]["output"]


def test_exit_leaves_complete_report(autograder, assignment):
    """A submission that ends the process still gets a report of every test."""
    files = {name: "import os\nos._exit(0)\n" + text for name, text in assignment.solution().items()}
    assert graded(autograder, files)["score"] == 0


def test_unrelated_files_get_instructions(autograder):
    """A submission of unrelated files gets a sentence that says what to hand in."""
    found = graded(autograder, {"essay.txt": "..."})
    assert found["score"] == 0 and "src/shared.py" in found["output"] and "could not be graded" in found["output"]
