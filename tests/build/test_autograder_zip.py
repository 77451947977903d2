"""The build: what the grader reads, and the zip for Gradescope."""

from __future__ import annotations

import io
import json
import shutil
import tarfile
import zipfile
from pathlib import Path

import pytest

from autograder.model import manifest
from scripts.build import autograder_zip
from scripts.build.autograder_zip import EXECUTABLE, MAX_BYTES, build_tree, count_points, find_unlocked, write_build
from scripts.coursespec.course import TEMPLATES
from scripts.coursespec.files import zipped
from scripts.coursespec.loader import load_assignment
from scripts.errors import SpecError
from tests.kit import kit_assignment
from tests.tiny import course_in, edit

SEED = "0123456789abcdef" * 2


def test_manifest_agrees_with_spec(spec: Path) -> None:
    folder = write_build(load_assignment("tiny", course_in(spec)), SEED).folder
    found = manifest.read(folder)
    assert [(test.number, test.points, test.device, test.public) for test in found.tests] == [
        ("1.1", 1.5, "cpu", True),
        ("1.2", 3.5, "cpu", True),
        ("1.10", 5.0, "cpu", False),
        ("2.1", 5.0, "cpu", True),
        ("2.2", 2.5, "cuda", False),
    ]
    assert found.tests[0].name == "weighted_sum gives the sum worked in the hand-out."
    assert (found.tests[0].limits.cpu_seconds, found.tests[2].limits.cpu_seconds) == (7, 3)
    assert found.editable == ["src/shared.py"]
    assert found.seed == SEED
    (mistake,) = found.mistakes
    assert mistake.fails == [test.id for test in found.tests[:3]]
    for test in found.tests:
        file, _, function = test.id.partition("::")
        assert f"def {function}(" in (folder / "tests" / file).read_text(encoding="utf-8")


def test_build_is_complete(spec: Path) -> None:
    tree = build_tree(load_assignment("tiny", course_in(spec)), SEED)
    assert {"manifest.json", "setup.sh", "run_autograder", "requirements.txt", "autograder/model/manifest.py"} <= set(
        tree
    )
    assert {"tree/src/__init__.py", "autograder/shared/testkit/check.py", "solution/src/shared.py"} <= set(tree)
    assert "tree/src/shared.py" not in tree and "tree/conftest.py" not in tree
    mistaken: dict[str, object] = {}
    with tarfile.open(fileobj=io.BytesIO(tree["mistakes/sums.tar"])) as archive:
        source = archive.extractfile("unweighted/src/shared.py")
        assert source is not None
        exec(source.read().decode(), mistaken)
    assert mistaken["weighted_sum"]([1.0, 2.0], [3.0, 4.0]) == 3.0  # type: ignore[operator]
    assert not [path for path in tree if "__pycache__" in path or path.endswith(".pyc")]
    assert not [path for path in tree if path.startswith(("scripts/", "spec/"))]


def test_build_repeats_byte_for_byte(spec: Path) -> None:
    """The same seed gives the same zip; another seed changes the manifest alone, and not its digest of the build."""
    first, again = (build_tree(load_assignment("tiny", course_in(spec)), SEED) for _ in range(2))
    assert zipped(first, EXECUTABLE) == zipped(again, EXECUTABLE)
    other = write_build(load_assignment("tiny", course_in(spec))).tree
    assert {path for path in other if other[path] != first[path]} == {"manifest.json"}
    read = manifest.read(spec / "build" / "tiny")
    assert read.seed != SEED and len(read.seed) == 32
    assert json.loads(first["manifest.json"])["build"] == read.build
    edit(spec, "spec/problems/sums/hidden/test_outputs.py", "8.5", "8.25")
    write_build(load_assignment("tiny", course_in(spec)), SEED)
    assert manifest.read(spec / "build" / "tiny").build != read.build


@pytest.fixture
def gradescope(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of Gradescope's files that a test may change."""
    folder = tmp_path / "gradescope"
    inside, kit = TEMPLATES["gradescope"]
    shutil.copytree(kit, folder)
    monkeypatch.setitem(TEMPLATES, "gradescope", (inside, folder))
    return folder


def test_zip_suits_gradescope(spec: Path, gradescope: Path) -> None:
    (gradescope / "run_autograder").write_bytes((gradescope / "run_autograder").read_bytes().replace(b"\n", b"\r\n"))
    data = zipped(build_tree(load_assignment("tiny", course_in(spec)), SEED), EXECUTABLE)
    assert len(data) < MAX_BYTES
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        modes = {info.filename: info.external_attr >> 16 & 0o777 for info in archive.infolist()}
        assert {path for path, mode in modes.items() if mode == 0o755} == {"setup.sh", "run_autograder"}
        for name in ("setup.sh", "run_autograder"):
            text = archive.read(name)
            assert text.startswith(b"#!") and b"\r" not in text
        assert {info.date_time for info in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_missing_template_is_named(spec: Path, gradescope: Path) -> None:
    (gradescope / "setup.sh").unlink()
    with pytest.raises(SpecError, match=r"^autograder/gradescope/setup\.sh: there is no such file"):
        build_tree(load_assignment("tiny", course_in(spec)), SEED)


def test_names_packages_without_version(spec: Path) -> None:
    """A package that is misspelt is installed on Gradescope alone, or breaks its set-up."""
    edit(spec, "spec/assignments/tiny.toml", "packages = [", 'packages = ["sklearn", "numppy", ')
    assignment = load_assignment("tiny", course_in(spec))
    build = write_build(assignment, SEED)
    (sentence,) = find_unlocked(assignment, build)
    assert sentence.startswith("spec/assignments/tiny.toml: packages names 'numppy', which")
    assert count_points(build) == sum(entry.points for entry in assignment.entries.values())


def test_malformed_seed_is_refused(spec: Path) -> None:
    with pytest.raises(SpecError, match="32 hexadecimal digits"):
        build_tree(load_assignment("tiny", course_in(spec)), "short")


def test_damaged_manifest_draws_no_seed(spec: Path) -> None:
    """Neither a manifest of another version of the kit nor one that broke off gives later submissions other inputs."""
    assignment = load_assignment("tiny", course_in(spec))
    path = write_build(assignment, SEED).folder / manifest.MANIFEST_NAME
    path.write_text(json.dumps({"seed": SEED, "format": 999}), encoding="utf-8")
    assert manifest.read(write_build(assignment).folder).seed == SEED
    for damaged in (path.read_bytes()[:100], b'{"seed": "\xff"}'):
        path.write_bytes(damaged)
        with pytest.raises(SpecError, match=r"build/tiny/manifest\.json: the secret seed cannot be read .* NEW_SEED=1"):
            write_build(assignment)
    assert manifest.read(write_build(assignment, new_seed=True).folder).seed != SEED


def test_whole_course_fits_in_zip() -> None:
    assert len(zipped(build_tree(kit_assignment("complete"), SEED), EXECUTABLE)) < MAX_BYTES


def test_large_zip_is_refused(spec: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(autograder_zip, "MAX_BYTES", 1000)
    with pytest.raises(SpecError, match="the largest file in it is"):
        autograder_zip.write_zip(
            write_build(load_assignment("tiny", course_in(spec)), SEED), tmp_path / "autograder.zip"
        )
    assert not (tmp_path / "autograder.zip").exists()
