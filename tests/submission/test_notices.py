"""What a student reads about files that are missing or not used."""

from __future__ import annotations

import re

import pytest

from autograder.submission import SubmissionError, collect
from tests.submission.samples import EDITABLE, complete, has_notice, manifest, write_files, zipped


def test_unchanged_provided_file_needs_no_notice(tmp_path, tree):
    files = {**complete(), "data/load_data.py": "x = 1\r\n", "src/__init__.py": ""}
    assert collect(write_files(tmp_path / "s", files), manifest(), tree).notices == []


def test_reports_missing_files(tmp_path):
    """A missing file earns a notice; a submission without any file to grade is an error."""
    submission = collect(write_files(tmp_path / "some", {"src/models.py": ""}), manifest())
    assert has_notice(submission, "src/run_model.py is missing") and list(submission.files) == ["src/models.py"]
    for files, word in (({"README.md": "x"}, "None of the files"), ({"work.zip": "x"}, "unpack")):
        with pytest.raises(SubmissionError, match=word):
            collect(write_files(tmp_path / word.split()[0], files), manifest())
    (tmp_path / "empty").mkdir()
    with pytest.raises(SubmissionError, match="empty"):
        collect(tmp_path / "empty", manifest())
    with pytest.raises(SubmissionError, match="no submission"):
        collect(tmp_path / "nowhere", manifest())


def test_explains_notebook_instead_of_file(tmp_path):
    files = {"src/models.py": "", "data/my_dataset.py": "", "src/run_model.ipynb": "{}"}
    assert has_notice(
        collect(write_files(tmp_path / "s", files), manifest()), "src/run_model.ipynb", "Executable Script"
    )


@pytest.mark.parametrize("folder", ["src/", "", "hw/src/"])
@pytest.mark.parametrize(
    "name", ["models (1).py", "models.py.txt", "models_final.py", "models (2).py.txt", "models-v2.py"]
)
def test_recognises_misnamed_file(tmp_path, folder, name):
    """A file of another name alone in place of the expected one is refused with one sentence that names both."""
    given = manifest(editable=["src/models.py"])
    found = folder + name
    sentence = (
        f"src/models.py is missing, but there is {found}: if that is your work, rename it to src/models.py and hand it in "
        "again."
    )
    with pytest.raises(SubmissionError, match=f"^{re.escape(sentence)}$"):
        collect(write_files(tmp_path / "s", {found: "", "README.md": "x"}), given)
    others = dict.fromkeys(EDITABLE[1:], "")
    if folder != "hw/src/":
        assert has_notice(collect(write_files(tmp_path / "t", {found: "", **others}), manifest()), sentence)


@pytest.mark.parametrize("name", ["models (1).py", "models.py.txt", "models_final.py"])
def test_recognises_misnamed_single_file(tmp_path, name):
    (tmp_path / name).write_text("x = 1\n")
    with pytest.raises(
        SubmissionError, match=re.escape(f"there is {name}: if that is your work, rename it to src/models.py")
    ):
        collect(tmp_path / name, manifest())


@pytest.mark.parametrize(
    "name", ["src/my_models_of_water.py", "src/models_of_water.py", "src/run_model2.ipynb", "src/models.pyc"]
)
def test_other_names_are_not_guessed(tmp_path, name):
    submission = collect(write_files(tmp_path / "s", {name: "", "src/run_model.py": ""}), manifest())
    assert has_notice(submission, "src/models.py is missing from your submission")


def test_expected_file_is_no_version(tmp_path):
    """A file that is asked for is not taken for a version of another."""
    given = manifest(editable=["src/net.py", "src/net2.py"])
    submission = collect(write_files(tmp_path / "s", {"src/net2.py": ""}), given)
    assert has_notice(submission, "src/net.py is missing from your submission")


def test_points_out_wrong_case(tmp_path):
    files = {**complete()}
    files["src/Models.py"] = files.pop("src/models.py")
    submission = collect(
        zipped(tmp_path / "s.zip", [(name, text.encode()) for name, text in files.items()]), manifest()
    )
    assert "src/models.py" not in submission.files and has_notice(submission, "src/Models.py", "upper and lower case")


def test_refuses_names_equal_but_for_case(tmp_path):
    members = [(name, b"") for name in [*EDITABLE, "src/Models.py", "SRC/run_model.py"]]
    submission = collect(zipped(tmp_path / "s.zip", members), manifest())
    assert list(submission.files) == ["data/my_dataset.py"]
    assert has_notice(submission, "src/models.py", "src/Models.py") and has_notice(submission, "SRC/run_model.py")


def test_notices_are_few_and_printable(tmp_path):
    source = "".join(f"import package_{index}\n" for index in range(100))
    files = {**complete(), "src/models.py": source, "src/a\x1b[31m\n.pth": ""}
    submission = collect(write_files(tmp_path / "s", files), manifest())
    assert len(submission.notices) <= 31 and "more remarks" in submission.notices[-1]
    assert all(note.isprintable() for note in submission.notices) and has_notice(submission, "\\x1b[31m\\n.pth")
