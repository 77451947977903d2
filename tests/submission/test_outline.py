"""What is read of a source file without running it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from autograder.submission import collect
from autograder.submission.outline import Import, UnreadableSource, read_imports
from tests.submission.samples import complete, has_notice, manifest, write_files


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("x = 1\n".encode("utf-16"), "UTF-16"),
        (b"x = 'caf\xe9'\n", "UTF-8"),
        (b"x = 1\0\n", "NUL"),
        (b"def f(:\n", "syntax error in line 1"),
        (b"if 1:\nx\n", "indentation error in line 2"),
        (b"-" * 100_000 + b"1", "too deeply"),
    ],
)
def test_keeps_and_explains_unreadable_source(tmp_path, source, words):
    submission = collect(write_files(tmp_path / "s", {**complete(), "src/models.py": source}), manifest())
    assert submission.files["src/models.py"] == source and has_notice(submission, "src/models.py", words)


@pytest.mark.parametrize("source", [b"\xef\xbb\xbfx = 1\n", b"x = 1\r\n", b"# coding: latin-1\nx = '\xe9'\n", b""])
def test_accepts_what_python_reads(tmp_path, source):
    submission = collect(write_files(tmp_path / "s", {**complete(), "src/models.py": source}), manifest())
    assert submission.files["src/models.py"] == source and submission.notices == []


@given(source=st.text(max_size=200))
def test_reading_imports_never_breaks(source):
    """Imports are read without running the source, and no text breaks the reader."""
    try:
        found = read_imports(source.encode("utf-8", "surrogatepass"))
    except UnreadableSource:
        return
    assert all(isinstance(entry, Import) and entry.line > 0 for entry in found)
