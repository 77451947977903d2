"""What Gradescope runs: setup.sh, run_autograder and requirements.txt, with scripts in place of the interpreter."""

from __future__ import annotations

import json
import os
import re
import shutil
import stat
import subprocess
from pathlib import Path

import jsonschema
import pytest
from packaging.requirements import Requirement

from autograder.gradescope import results as gradescope_results
from scripts.build.autograder_zip import EXECUTABLE, build_tree
from scripts.coursespec.course import ROOT
from scripts.coursespec.loader import load_assignment
from tests import tiny
from tests.tiny import course_in

TEMPLATES = ROOT / "autograder" / "gradescope"
SCHEMA = jsonschema.Draft202012Validator(json.loads(gradescope_results.SCHEMA.read_text()))

LOCKED_TORCH = " ".join(re.findall(r"^torch(?:vision)?==[^ ;\n]+", (ROOT / "requirements.lock").read_text(), re.M))


@pytest.fixture(scope="module")
def built(tmp_path_factory) -> Path:
    """The build of an assignment, as it lies in /autograder/source."""
    root = tiny.write_spec(tmp_path_factory.mktemp("course"))
    tiny.edit(root, "spec/assignments/tiny.toml", '"numpy"]', '"numpy", "sklearn", "pandas", "PIL", "pandas"]')
    folder = tmp_path_factory.mktemp("built")
    for name, data in build_tree(load_assignment("tiny", course_in(root)), "0" * 32).items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
        if name in EXECUTABLE:
            path.chmod(0o755)
    return folder


@pytest.fixture
def place(built, tmp_path) -> Path:
    """A tree like /autograder, with an empty submission."""
    shutil.copytree(built, tmp_path / "source")
    (tmp_path / "submission").mkdir()
    return tmp_path


def script(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("#!/usr/bin/env bash\n" + text)
    path.chmod(0o755)
    return path


def run(place: Path, name: str, **environment: str) -> subprocess.CompletedProcess[str]:
    given = {"PATH": os.environ["PATH"], "AUTOGRADER_ROOT": str(place), **environment}
    return subprocess.run([place / "source" / name], env=given, capture_output=True, text=True)


def results(place: Path) -> dict:
    found = json.loads((place / "results" / "results.json").read_text())
    SCHEMA.validate(found)
    return found


# The files


@pytest.mark.parametrize("name", ["setup.sh", "run_autograder"])
def test_scripts_are_executable_bash(name):
    """The scripts are executable bash with Unix line ends."""
    path = TEMPLATES / name
    assert path.read_bytes().startswith(b"#!/usr/bin/env bash\n") and b"\r" not in path.read_bytes()
    assert path.stat().st_mode & 0o111 == 0o111
    subprocess.run(["bash", "-n", path], check=True)


@pytest.mark.skipif(shutil.which("shellcheck") is None, reason="shellcheck is not installed")
@pytest.mark.parametrize("name", ["setup.sh", "run_autograder"])
def test_scripts_pass_shellcheck(name):
    found = subprocess.run(["shellcheck", TEMPLATES / name], capture_output=True, text=True)
    assert found.returncode == 0, found.stdout


def test_requirements_name_each_package_once(built):
    """requirements.txt names the packages of the grader and of the assignment, by their names on the index."""
    lines = [line for line in (built / "requirements.txt").read_text().splitlines() if not line.startswith("#")]
    names = {Requirement(line).name for line in lines}
    assert len(names) == len(lines) and "" not in lines
    assert {"torch", "torchvision", "gradescope-utils", "pyseccomp", "py-landlock"} <= names
    assert {"pandas", "pillow", "scikit-learn", "msgspec", "pytest-timeout"} <= names and "sklearn" not in names


def test_zip_holds_the_lock(built):
    """The versions of the zip are those of the repository, and every package of the grader has one."""
    text = (built / "requirements.lock").read_text()
    assert text == (ROOT / "requirements.lock").read_text()
    wanted = (built / "requirements.txt").read_text().splitlines()
    assert all(re.search(rf"^{name}==", text, re.M) for name in wanted if not name.startswith("#"))


# setup.sh, with an interpreter that records its arguments


def stub(place: Path, *, cpu_index: str) -> dict[str, str]:
    """A python3 whose virtual environments install nothing and keep a log.

    Args:
        cpu_index: "good", "away" (cannot be reached), or "mixed" (what it gives cannot be imported).
    """
    inner = f"""
    case "$*" in
      *"pip install"*) echo "$* [$PIP_FIND_LINKS]" >>{place}/pip.log ;;
      *"pip uninstall"*) rm -f {place}/bad ;;
    esac
    case "{cpu_index} $*" in
      *"import torch, torchvision"*) [[ ! -e {place}/bad ]] || exit 1 ;;
      away*--index-url*) exit 1 ;;
      mixed*--index-url*) touch {place}/bad ;;
    esac
    echo ok
    """
    script(place / "inner", inner)
    made = f'mkdir -p "${{@: -1}}/bin"; cp {place}/inner "${{@: -1}}/bin/python"'
    outer = f'if [[ "$*" == *"-m venv"* ]]; then {made}; fi\n'
    script(place / "bin" / "python3", outer)
    script(place / "bin" / "nvidia-smi", "exit 9\n")
    return {"PATH": f"{place / 'bin'}:{os.environ['PATH']}", "PIP_FIND_LINKS": "elsewhere"}


def installs(place: Path) -> list[str]:
    return (place / "pip.log").read_text().splitlines()


def test_torch_comes_first_from_one_index(place):
    done = run(place, "setup.sh", **stub(place, cpu_index="good"))
    assert done.returncode == 0, done.stderr
    first, rest = installs(place)
    assert LOCKED_TORCH in first and "--retries 0" in first and "whl/cpu" in first
    assert "requirements.txt -c" in rest and "requirements.lock" in rest and "--index-url" not in rest
    assert first.endswith("[]") and rest.endswith("[elsewhere]")  # no other place to take one of the two from
    assert done.stdout.splitlines()[-1].startswith("setup.sh: done")


@pytest.mark.parametrize("cpu_index", ["away", "mixed"])
def test_falls_back_to_usual_index(place, cpu_index):
    """Without a usable CPU index, torch and torchvision both come from the usual one."""
    done = run(place, "setup.sh", **stub(place, cpu_index=cpu_index))
    assert done.returncode == 0, done.stderr
    tried, torch, rest = installs(place)
    assert "--index-url" in tried and "--index-url" not in torch and LOCKED_TORCH in torch
    assert "usual package index" in done.stdout and "requirements.txt" in rest


def test_ignores_cpu_index_with_gpu(place):
    environment = stub(place, cpu_index="good")
    script(place / "bin" / "nvidia-smi", "echo 'GPU 0: NVIDIA H200'\n")
    assert run(place, "setup.sh", **environment).returncode == 0
    assert "--index-url" not in (place / "pip.log").read_text()


def test_only_root_can_read_secrets(place):
    """Only root can read hidden tests, the seed and the solution."""
    environment = stub(place, cpu_index="good")
    for _ in range(2):  # the second time finds everything in place
        assert run(place, "setup.sh", **environment).returncode == 0
    source = place / "source"
    for secret in ("tests", "solution", "mistakes"):
        assert stat.S_IMODE((source / secret).stat().st_mode) == 0o700
        assert not any(path.stat().st_mode & 0o077 for path in (source / secret).rglob("*"))
    assert stat.S_IMODE((source / "manifest.json").stat().st_mode) == 0o600
    assert stat.S_IMODE((place / "results").stat().st_mode) == 0o700
    assert all(path.stat().st_mode & 0o004 for path in (source / "autograder").rglob("*"))
    assert (source / "run_autograder").stat().st_mode & 0o111 == 0o111


@pytest.mark.parametrize("spoil", ["requirements.txt", "requirements.lock", "manifest.json"])
def test_incomplete_zip_is_refused(place, spoil):
    (place / "source" / spoil).unlink()
    done = run(place, "setup.sh", **stub(place, cpu_index="good"))
    assert done.returncode != 0 and "FAILED" in done.stderr and "autograder.zip" in done.stderr


# run_autograder


def test_passes_gradescopes_paths_to_grader(place):
    (place / "submission_metadata.json").write_text("{}")
    report = json.dumps({"score": 1, "stdout_visibility": "hidden"})
    said = f"echo \"$PWD $*\" >{place}/called\necho '{report}' >{place}/results/results.json\n"
    script(place / "venv/bin/python", said)
    done = run(place, "run_autograder")
    assert done.returncode == 0 and results(place)["score"] == 1
    assert (place / "called").read_text().strip() == (
        f"{place}/source -m autograder {place}/source {place}/submission --out {place}/results --results "
        f"{place}/results/results.json --device cpu --metadata {place}/submission_metadata.json"
    )
    assert stat.S_IMODE((place / "results").stat().st_mode) == 0o700
    assert stat.S_IMODE((place / "submission_metadata.json").stat().st_mode) == 0o600


@pytest.mark.parametrize(
    ("ending", "words", "limit"),
    [
        ("exit 1", "ended with an error (code 1). Please tell the course staff.", {}),
        ("kill -9 $$", "ran out of memory", {}),
        ("echo 'Traceback: secret' >&2; exit 1", "not your fault", {}),
        ("echo 'error: The sandbox lacks x.' >&2; exit 2", "could not be graded. The sandbox lacks x.", {}),
        ("sleep 1000", "did not end within 1 seconds", {"AUTOGRADER_SECONDS": "1"}),
    ],
)
def test_failed_grader_leaves_fallback_results(place, ending, words, limit):
    """A grader that cannot start leaves fallback results that list every test."""
    script(place / "venv/bin/python", f'if [[ "$1" == -I ]]; then exec python3 "$@"; fi\n{ending}\n')
    done = run(place, "run_autograder", **limit)
    assert done.returncode == 0
    found = results(place)
    assert found["score"] == 0 and words in found["output"] and "secret" not in found["output"]
    manifest = json.loads((place / "source/manifest.json").read_text())
    listed = [(test["number"], test["points"]) for test in manifest["tests"] if test.get("device", "cpu") == "cpu"]
    assert [(test["number"], test["max_score"]) for test in found["tests"]] == listed


def test_fallback_names_missing_environment(place):
    (place / "results").mkdir()
    (place / "results/results.json").write_text('{"score": 100}')  # what an earlier run left
    assert run(place, "run_autograder").returncode == 0
    assert "setup.sh did not finish" in results(place)["output"]


def test_fallback_needs_no_python_or_manifest(place):
    (place / "source/manifest.json").unlink()
    script(place / "bin/python3", "exit 1\n")
    assert run(place, "run_autograder", PATH=f"{place / 'bin'}:/usr/bin:/bin").returncode == 0
    assert re.search("could not be graded", results(place)["output"])
