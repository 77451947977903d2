"""The build: what the grader reads, and the zip for Gradescope."""

from __future__ import annotations

import io
import time
import zipfile
from fractions import Fraction
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from autograder.model import manifest
from scripts.build.autograder_zip import EXECUTABLE, MAX_BYTES, build, write_build
from scripts.coursespec.files import zipped
from scripts.coursespec.loader import load_assignment
from scripts.coursespec.points import share
from scripts.errors import SpecError
from tests.tiny import edit

SEED = "0123456789abcdef" * 2


@given(st.integers(1, 4_000_000), st.lists(st.integers(1, 400), min_size=1, max_size=60))
def test_points_add_up_exactly_and_keep_the_order_of_weights(units: int, quarters: list[int]) -> None:
    total, weights = units / 10_000, [quarter / 4 for quarter in quarters]
    points = share(total, weights)
    assert sum(round(point * 10_000) for point in points) == units
    whole = sum(weights)
    for point, weight in zip(points, weights, strict=True):
        assert abs(Fraction(point) - Fraction(total) * Fraction(weight) / Fraction(whole)) < Fraction(1, 9_000)
    ranked = sorted(zip(weights, points, strict=True))
    assert all(a[1] <= b[1] + 1.01e-4 for a, b in pairwise(ranked))


def test_the_manifest_says_what_the_spec_says(spec: Path) -> None:
    folder, _ = write_build(load_assignment("tiny", spec), SEED)
    found = manifest.read(folder)
    assert [(test.number, test.points, test.device, test.public) for test in found.tests] == [
        ("1.1", 1.6667, "cpu", True),
        ("1.2", 3.3333, "cpu", True),
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


def test_the_build_holds_what_the_grader_reads(spec: Path) -> None:
    tree = build(load_assignment("tiny", spec), SEED)
    assert {"manifest.json", "setup.sh", "run_autograder", "requirements.txt", "autograder/model/manifest.py"} <= set(
        tree
    )
    assert {"tree/src/__init__.py", "autograder/shared/testkit/check.py", "solution/src/shared.py"} <= set(tree)
    assert "tree/src/shared.py" not in tree and "tree/conftest.py" not in tree
    mistaken: dict[str, object] = {}
    exec(tree["mistakes/sums/unweighted/src/shared.py"].decode(), mistaken)
    assert mistaken["weighted_sum"]([1.0, 2.0], [3.0, 4.0]) == 3.0  # type: ignore[operator]
    assert not [path for path in tree if "__pycache__" in path or path.endswith(".pyc")]
    assert not [path for path in tree if path.startswith(("scripts/", "spec/"))]


def test_the_same_seed_gives_the_same_zip_and_another_seed_the_same_digest(spec: Path) -> None:
    first, again = (build(load_assignment("tiny", spec), SEED) for _ in range(2))
    assert zipped(first, EXECUTABLE) == zipped(again, EXECUTABLE)
    _, other = write_build(load_assignment("tiny", spec))
    assert {path for path in other if other[path] != first[path]} == {"manifest.json"}
    read = manifest.read(spec / "build" / "tiny")
    assert read.seed != SEED and len(read.seed) == 32
    assert f'"build": "{read.build}"'.encode() in first["manifest.json"]
    edit(spec, "spec/problems/sums/hidden/test_outputs.py", "8.5", "8.25")
    write_build(load_assignment("tiny", spec), SEED)
    assert manifest.read(spec / "build" / "tiny").build != read.build


def test_the_zip_is_as_gradescope_wants_it(spec: Path) -> None:
    folder = spec / "spec/templates/gradescope"
    (folder / "run_autograder").write_bytes((folder / "run_autograder").read_bytes().replace(b"\n", b"\r\n"))
    data = zipped(build(load_assignment("tiny", spec), SEED), EXECUTABLE)
    assert len(data) < MAX_BYTES
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        modes = {info.filename: info.external_attr >> 16 & 0o777 for info in archive.infolist()}
        assert {path for path, mode in modes.items() if mode == 0o755} == {"setup.sh", "run_autograder"}
        for name in ("setup.sh", "run_autograder"):
            text = archive.read(name)
            assert text.startswith(b"#!") and b"\r" not in text
        assert {info.date_time for info in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_a_missing_template_is_named(spec: Path) -> None:
    (spec / "spec/templates/gradescope/setup.sh").unlink()
    with pytest.raises(SpecError, match=r"^spec/templates/gradescope/setup\.sh: there is no such file"):
        build(load_assignment("tiny", spec), SEED)


def test_a_seed_that_is_none_is_refused(spec: Path) -> None:
    with pytest.raises(SpecError, match="32 hexadecimal digits"):
        build(load_assignment("tiny", spec), "short")


def test_building_the_whole_course_is_quick() -> None:
    assignment = load_assignment("complete")
    before = time.process_time()
    data = zipped(build(assignment, SEED), EXECUTABLE)
    assert time.process_time() - before < 2
    assert len(data) < MAX_BYTES
