"""What a student reads about files that are missing or not used."""

from __future__ import annotations

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
