"""The reports of a submission have a folder of their own."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from autograder.reporting import write_reports
from scripts.classroom.desk import choose_report_folder, describe_missing_packages, describe_mixed_builds
from tests import sample_grading


def test_reports_get_their_own_folder(tmp_path: Path) -> None:
    """Submissions of the same name get numbers; grading one again finds its folder again."""
    first, second, archive = tmp_path / "a" / "ada", tmp_path / "b" / "ada", tmp_path / "c" / "ada.zip"
    graded = tmp_path / "graded"
    names = [choose_report_folder(one, graded).name for one in (first, second, archive, second, first)]
    assert names == ["ada", "ada-2", "ada-3", "ada-2", "ada"]


@pytest.mark.parametrize("record", ["[", "[]", '{"ada": 1}'])
def test_unreadable_record_starts_again(tmp_path: Path, record: str) -> None:
    (tmp_path / ".places.json").write_text(record, encoding="utf-8")
    assert choose_report_folder(tmp_path / "ada", tmp_path).name == "ada"


def test_mixed_builds_are_named(tmp_path: Path) -> None:
    """Reports of another build, or of other hidden inputs, beside a submission's are named with who has them."""
    mine = msgspec.structs.replace(sample_grading.perfect(), build="b2", inputs="22")
    given = {
        "ada": mine,
        "bo": msgspec.structs.replace(mine, build="b1", inputs="11"),
        "cy": msgspec.structs.replace(mine, build="b1", inputs="11"),
        "di": msgspec.structs.replace(mine, inputs="33"),
        "ed": msgspec.structs.replace(mine, assignment="another", build="b3"),
    }
    write_reports(mine, tmp_path / "ada")
    assert describe_mixed_builds(mine, tmp_path / "ada") == ""
    for name, grading in given.items():
        write_reports(grading, tmp_path / name)
    (tmp_path / "fay").mkdir()
    (tmp_path / "fay" / "grading.json").write_text("{}", encoding="utf-8")
    assert describe_mixed_builds(mine, tmp_path / "ada") == (
        "Points given by different builds cannot be compared: build b2 with inputs 22 graded ada; build b1 with inputs 11 graded "
        "bo, cy; build b2 with inputs 33 graded di. Grade all again with the build of today."
    )


def test_missing_packages_are_named() -> None:
    assert describe_missing_packages(["torch", "numpy"]) == ""
    sentence = describe_missing_packages(["torch", "no_such_package", "skimage_of_nobody"])
    assert sentence.startswith(
        "Students may import no_such_package, skimage_of_nobody, and this computer's .venv does not have them"
    )
    assert sentence.endswith(".venv/bin/uv pip install no_such_package skimage_of_nobody")
