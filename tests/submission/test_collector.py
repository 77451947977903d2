"""Which files of a submission are graded."""

from __future__ import annotations

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from autograder.submission import collect, digest_files
from tests.submission.samples import EDITABLE, complete, has_notice, manifest, write_files, zipped


def test_folder_and_zip_are_equal(tmp_path):
    """A folder and its zip give the same submission."""
    folder = write_files(tmp_path / "hand_in", complete())
    packed = zipped(tmp_path / "hand_in.zip", [(name, text.encode()) for name, text in complete().items()])
    one, other = collect(folder, manifest()), collect(packed, manifest())
    assert msgspec.structs.replace(one, seconds=0.0) == msgspec.structs.replace(other, seconds=0.0)
    assert sorted(one.files) == sorted(EDITABLE) and one.notices == [] and one.name == "hand_in"


def test_single_file_is_a_submission(tmp_path):
    submission = collect(write_files(tmp_path, {"models.py": "m"}) / "models.py", manifest())
    assert submission.files == {"src/models.py": b"m"} and has_notice(submission, "src/run_model.py is missing")


def test_leaves_everything_else_out(tmp_path, tree):
    extra = {
        "conftest.py": "",
        "pytest.ini": "",
        "tests/test_mine.py": "",
        "src/__init__.py": "from .models import *",
        "data/load_data.py": "x = 2",
        "torch.py": "",
        "sitecustomize.py": "",
        "src/evil.pth": "import os",
        ".git/src/models.py": "",
        "__MACOSX/src/._models.py": "",
        "src/__pycache__/models.pyc": "",
        "README.md": "",
        "src/unused.py": "",
    }
    submission = collect(write_files(tmp_path / "s", {**complete(), **extra}), manifest(), tree)
    assert sorted(submission.files) == sorted(EDITABLE)
    assert has_notice(submission, "torch.py", "library torch") and has_notice(
        submission, "sitecustomize.py", "how Python starts"
    )
    assert has_notice(submission, "src/evil.pth") and has_notice(
        submission, "data/load_data.py differs", "the course's version is used"
    )
    assert has_notice(submission, "src/__init__.py differs")


@given(files=st.dictionaries(st.text(max_size=5), st.binary(max_size=5), max_size=4), extra=st.binary(min_size=1))
def test_digest_covers_names_and_contents(files, extra):
    """The digest depends on names and contents alone, not on their order."""
    assert digest_files(files) == digest_files(dict(reversed(list(files.items()))))
    for name in files:
        assert digest_files({**files, name: files[name] + extra}) != digest_files(files)
