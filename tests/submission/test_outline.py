"""What is read of a source file without running it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from autograder.submission import collect, collector, outline
from autograder.submission.outline_reader import Import, make_outline
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
    outline = make_outline(source.encode("utf-8", "surrogatepass"))
    assert outline.problem or all(isinstance(entry, Import) and entry.line > 0 for entry in outline.imports)


def test_refuses_stacked_accents(tmp_path):
    """A file with a letter of many accents is refused unread: Python takes seconds to sort them."""
    source = "import os\n\nx" + "\u0315\u0300" * 15_000 + " = 1\n"
    submission = collect(write_files(tmp_path / "s", {**complete(), "src/models.py": source}), manifest())
    assert "src/models.py" not in submission.files and has_notice(submission, "src/models.py", "accents", "line 3")


def test_takes_names_of_any_script(tmp_path):
    """Names and comments of every script are taken as they are."""
    source = "größe = 1  # " + "重みを更新する" * 20 + "\nशक्ति = größe\nθ̂ = e\u0301 = 2\n"
    submission = collect(write_files(tmp_path / "s", {**complete(), "src/models.py": source}), manifest())
    assert submission.files["src/models.py"] == source.encode() and submission.notices == []


def test_refuses_source_that_parses_slowly(tmp_path, monkeypatch):
    """A file that keeps Python's parser busy is refused in true words, and the others are graded."""
    slow = "# coding: raw_unicode_escape\nx" + "\\u0315\\u0300" * 9_000 + " = 1\n"  # 2 to 4 s anywhere
    monkeypatch.setattr(outline, "_READER", [*outline._READER, "--seconds", "0.2"])
    submission = collect(write_files(tmp_path / "s", {**complete(), "src/models.py": slow}), manifest())
    assert sorted(submission.files) == ["data/my_dataset.py", "src/run_model.py"]
    assert has_notice(submission, "src/models.py was not used", "takes Python more than")


def test_stops_reading_at_the_limit(tmp_path, monkeypatch):
    """Once the time for reading is used up, the remaining files are refused."""
    collect(write_files(tmp_path / "read", complete()), manifest())  # what was read before costs no time
    monkeypatch.setattr(collector, "MAX_READING_SECONDS", 0.0)
    files = {**complete(), "src/models.py": "x = 'never read before'"}
    submission = collect(write_files(tmp_path / "s", files), manifest())
    assert has_notice(submission, "src/models.py was not used", "comes after files that took Python")
