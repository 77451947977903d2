"""What is taken from a submission, and what is said of the rest."""

from __future__ import annotations

import io
import os
import socket
import stat
import struct
import zipfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from autograder.model.manifest import Manifest, Problem, SubmissionLimits
from autograder.submission import SubmissionError, digest_of, take
from autograder.submission.outline import Import, Unreadable, imports_of

EDITABLE = ["src/models.py", "src/run_model.py", "data/my_dataset.py"]


def manifest(**changes) -> Manifest:
    fields = {
        "assignment": "sample",
        "title": "Sample",
        "course": "C",
        "term": "T",
        "problems": [Problem("training", "Training", 10, 0, EDITABLE)],
        "tests": [],
        "mistakes": [],
        "editable": EDITABLE,
        "packages": ["torch", "numpy", "sklearn"],
        "seed": "0" * 32,
        "build": "b",
    }
    return Manifest(**{**fields, **changes})


def write(top: Path, files: dict[str, str | bytes]) -> Path:
    for name, text in files.items():
        path = top / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return top


def zipped(path: Path, members: list[tuple[str | zipfile.ZipInfo, bytes]], method: int = zipfile.ZIP_DEFLATED) -> Path:
    with zipfile.ZipFile(path, "w", method) as archive:
        for name, data in members:
            archive.writestr(name, data)
    return path


def whole() -> dict[str, str]:
    return {name: f"# {name}\n" for name in EDITABLE}


def said(submission, *words: str) -> bool:
    return any(all(word in note for word in words) for note in submission.notices)


@pytest.fixture
def tree(tmp_path) -> Path:
    return write(tmp_path / "tree", {"src/__init__.py": "", "data/__init__.py": "", "data/load_data.py": "x = 1\n"})


# What is taken


def test_a_folder_and_its_zip_give_the_same_submission(tmp_path):
    folder = write(tmp_path / "hand_in", whole())
    packed = zipped(tmp_path / "hand_in.zip", [(name, text.encode()) for name, text in whole().items()])
    one, other = take(folder, manifest()), take(packed, manifest())
    assert one == other
    assert sorted(one.files) == sorted(EDITABLE) and one.notices == [] and one.name == "hand_in"


@pytest.mark.parametrize("root", ["", "repository-main/", "week-1/homework_2/", "a/b/c/"])
def test_the_root_is_found_some_folders_deep(tmp_path, root):
    folder = write(tmp_path / "s", {root + name: text for name, text in whole().items()})
    assert sorted(take(folder, manifest()).files) == sorted(EDITABLE)


def test_the_folder_with_most_of_the_files_is_the_root(tmp_path):
    files = {"old/src/models.py": "old", **{f"new/{name}": "new" for name in EDITABLE}}
    assert set(take(write(tmp_path / "s", files), manifest()).files.values()) == {b"new"}


def test_work_at_the_top_is_graded_and_not_a_whole_copy_of_the_starter_below(tmp_path):
    files = {f"starter/{name}": "starter" for name in EDITABLE} | dict.fromkeys(EDITABLE[1:], "mine")
    submission = take(write(tmp_path / "s", files), manifest())
    assert set(submission.files.values()) == {b"mine"} and said(
        submission, "its top folder", "starter/", "more than once"
    )


def test_two_equal_roots_are_named(tmp_path):
    files = {f"{root}/{name}": root for root in ("one", "two") for name in EDITABLE}
    submission = take(write(tmp_path / "s", files), manifest())
    assert set(submission.files.values()) == {b"one"} and said(submission, "one/", "two/", "more than once")


def test_files_without_their_folders_are_taken_for_what_they_are_called(tmp_path):
    submission = take(write(tmp_path / "s", {"models.py": "m", "run_model.py": "r"}), manifest())
    assert submission.files == {"src/models.py": b"m", "src/run_model.py": b"r"}
    assert said(submission, "models.py lay at the top", "src/models.py")


def test_a_single_file_is_a_submission(tmp_path):
    submission = take(write(tmp_path, {"models.py": "m"}) / "models.py", manifest())
    assert submission.files == {"src/models.py": b"m"} and said(submission, "src/run_model.py is missing")


def test_everything_else_stays_behind(tmp_path, tree):
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
    submission = take(write(tmp_path / "s", {**whole(), **extra}), manifest(), tree)
    assert sorted(submission.files) == sorted(EDITABLE)
    assert said(submission, "torch.py", "library torch") and said(submission, "sitecustomize.py", "how Python starts")
    assert said(submission, "src/evil.pth") and said(submission, "data/load_data.py differs", "the course's own")
    assert said(submission, "src/__init__.py differs")


def test_a_provided_file_handed_back_unchanged_is_not_mentioned(tmp_path, tree):
    files = {**whole(), "data/load_data.py": "x = 1\r\n", "src/__init__.py": ""}
    assert take(write(tmp_path / "s", files), manifest(), tree).notices == []


def test_imported_helpers_come_along_and_what_they_import_too(tmp_path, tree):
    files = {
        **whole(),
        "src/models.py": "from src.layers import Block\nfrom . import shapes\n",
        "src/layers.py": "from .deeper import x\n",
        "src/deeper.py": "x = 1\n",
        "src/shapes.py": "",
        "src/other.py": "",
    }
    submission = take(write(tmp_path / "s", files), manifest(), tree)
    assert set(submission.files) - set(EDITABLE) == {"src/layers.py", "src/deeper.py", "src/shapes.py"}
    assert submission.notices == []


@pytest.mark.parametrize(
    "name",
    [
        "src/random.py",
        "src/numpy.py",
        "src/sklearn.py",
        "src/conftest.py",
        "src/test_x.py",
        "src/__init__.py",
        "data/load_data.py",
        "src/testkit.py",
    ],
)
def test_a_helper_never_shadows_a_library_or_a_provided_file(tmp_path, tree, name):
    module = name.removesuffix(".py").replace("/", ".")
    files = {**whole(), "src/models.py": f"import {module}\n", name: "evil = 1\n"}
    assert name not in take(write(tmp_path / "s", files), manifest(), tree).files


def test_helpers_outside_the_edited_folders_are_named_not_taken(tmp_path, tree):
    files = {
        **whole(),
        "src/models.py": "import helper\nfrom src.deep import x\nimport lib.y\n",
        "helper.py": "",
        "src/deep/__init__.py": "",
        "lib/y.py": "",
    }
    submission = take(write(tmp_path / "s", files), manifest(), tree)
    assert sorted(submission.files) == sorted(EDITABLE)
    assert said(submission, "line 1 imports helper", "not beside")
    assert said(submission, "line 2 imports src.deep", "only modules directly beside")
    assert said(submission, "line 3 imports lib", "not beside")


# What is said


def test_a_missing_file_is_a_notice_and_none_at_all_an_error(tmp_path):
    submission = take(write(tmp_path / "some", {"src/models.py": ""}), manifest())
    assert said(submission, "src/run_model.py is missing") and list(submission.files) == ["src/models.py"]
    for files, word in (({"README.md": "x"}, "None of the files"), ({"work.zip": "x"}, "unpack")):
        with pytest.raises(SubmissionError, match=word):
            take(write(tmp_path / word.split()[0], files), manifest())
    (tmp_path / "empty").mkdir()
    with pytest.raises(SubmissionError, match="empty"):
        take(tmp_path / "empty", manifest())
    with pytest.raises(SubmissionError, match="no submission"):
        take(tmp_path / "nowhere", manifest())


def test_a_notebook_in_place_of_a_file_says_what_to_do(tmp_path):
    files = {"src/models.py": "", "data/my_dataset.py": "", "src/run_model.ipynb": "{}"}
    assert said(take(write(tmp_path / "s", files), manifest()), "src/run_model.ipynb", "Executable Script")


def test_wrong_capitals_are_pointed_out(tmp_path):
    files = {**whole()}
    files["src/Models.py"] = files.pop("src/models.py")
    submission = take(zipped(tmp_path / "s.zip", [(name, text.encode()) for name, text in files.items()]), manifest())
    assert "src/models.py" not in submission.files and said(submission, "src/Models.py", "capitals")


def test_names_that_differ_only_by_case_are_refused(tmp_path):
    members = [(name, b"") for name in [*EDITABLE, "src/Models.py", "SRC/run_model.py"]]
    submission = take(zipped(tmp_path / "s.zip", members), manifest())
    assert list(submission.files) == ["data/my_dataset.py"]
    assert said(submission, "src/models.py", "src/Models.py") and said(submission, "SRC/run_model.py")


def test_an_unlisted_package_is_named_with_its_file_and_line(tmp_path, tree):
    source = "import torch\nimport os\nimport pandas as pd\nfrom sklearn import svm\n"
    submission = take(write(tmp_path / "s", {**whole(), "src/models.py": source}), manifest(), tree)
    assert len(submission.notices) == 1 and said(submission, "src/models.py line 3 imports pandas")


def test_imports_that_may_fail_or_never_run_are_not_held_against_anyone(tmp_path, tree):
    source = (
        "try:\n    import tqdm\nexcept ImportError:\n    import fallback\n"
        "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    import pandas\n"
        "if __name__ == '__main__':\n    import wandb\n"
    )
    assert take(write(tmp_path / "s", {**whole(), "src/models.py": source}), manifest(), tree).notices == []


def test_an_import_of_a_sibling_by_its_bare_name_is_explained(tmp_path, tree):
    files = {**whole(), "src/models.py": "from run_model import run_model\n"}
    assert said(take(write(tmp_path / "s", files), manifest(), tree), "write `from src.run_model import")


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
def test_unreadable_source_is_kept_and_explained(tmp_path, source, words):
    submission = take(write(tmp_path / "s", {**whole(), "src/models.py": source}), manifest())
    assert submission.files["src/models.py"] == source and said(submission, "src/models.py", words)


@pytest.mark.parametrize("source", [b"\xef\xbb\xbfx = 1\n", b"x = 1\r\n", b"# coding: latin-1\nx = '\xe9'\n", b""])
def test_what_python_reads_is_fine(tmp_path, source):
    submission = take(write(tmp_path / "s", {**whole(), "src/models.py": source}), manifest())
    assert submission.files["src/models.py"] == source and submission.notices == []


def test_notices_stay_few_and_free_of_control_characters(tmp_path):
    source = "".join(f"import package_{index}\n" for index in range(100))
    files = {**whole(), "src/models.py": source, "src/a\x1b[31m\n.pth": ""}
    submission = take(write(tmp_path / "s", files), manifest())
    assert len(submission.notices) <= 31 and "more remarks" in submission.notices[-1]
    assert all(note.isprintable() for note in submission.notices) and said(submission, "\\x1b[31m\\n.pth")


# Hostile folders


def test_links_devices_pipes_and_sockets_are_refused_by_name(tmp_path, monkeypatch):
    secret = write(tmp_path, {"secret.txt": "secret"}) / "secret.txt"
    folder = write(tmp_path / "s", {"data/my_dataset.py": ""})
    (folder / "src").mkdir()
    (folder / "src/models.py").symlink_to(secret)
    os.mkfifo(folder / "src/run_model.py")
    with socket.socket(socket.AF_UNIX) as listener:
        monkeypatch.chdir(folder)  # the path of a socket may not be long
        listener.bind("a_socket")
        submission = take(folder, manifest())
    assert list(submission.files) == ["data/my_dataset.py"]
    assert said(submission, "src/models.py", "link") and said(submission, "src/run_model.py", "pipe")
    assert said(submission, "a_socket", "socket")


def test_a_linked_folder_is_not_entered(tmp_path):
    write(tmp_path / "elsewhere", {"models.py": "secret", "run_model.py": "secret"})
    folder = write(tmp_path / "s", {"data/my_dataset.py": ""})
    (folder / "src").symlink_to(tmp_path / "elsewhere")
    submission = take(folder, manifest())
    assert list(submission.files) == ["data/my_dataset.py"] and said(submission, "src/models.py was not taken", "link")


def test_swapping_a_file_for_a_link_between_listing_and_reading_wins_nothing(tmp_path):
    from autograder.submission.sources import Folder, Refused

    secret = write(tmp_path, {"secret": "secret"}) / "secret"
    folder = write(tmp_path / "s", {**whole(), "deep/x.py": ""})
    with Folder.opened(folder, SubmissionLimits()) as source:
        (folder / "src/models.py").unlink()
        (folder / "src/models.py").symlink_to(secret)
        (folder / "data").rename(folder / "gone")
        (folder / "data").symlink_to(tmp_path)
        (tmp_path / "my_dataset.py").write_text("secret")
        for name in ("src/models.py", "data/my_dataset.py"):
            with pytest.raises(Refused):
                source.read(name, 100)
        (folder / "src/run_model.py").unlink()
        os.mkfifo(folder / "src/run_model.py")
        with pytest.raises(Refused):
            source.read("src/run_model.py", 100)


def test_files_over_the_limits_are_refused_by_name(tmp_path):
    small = manifest(submission=SubmissionLimits(max_files=2000, max_file_mb=0.001, max_total_mb=0.0015))
    files = {"src/models.py": "#" * 1000, "src/run_model.py": "#" * 2000, "data/my_dataset.py": "#" * 1000}
    submission = take(write(tmp_path / "s", files), small)
    assert list(submission.files) == ["src/models.py"]
    assert said(submission, "src/run_model.py", "larger") and said(submission, "data/my_dataset.py", "larger")


def test_too_many_files_are_refused_whole(tmp_path):
    few = manifest(submission=SubmissionLimits(max_files=10))
    with pytest.raises(SubmissionError, match="13 Python files"):
        take(write(tmp_path / "s", {**whole(), **{f"x/{index}.py": "" for index in range(10)}}), few)
    pictures = write(tmp_path / "pictures", {**whole(), **{f"x/{index}.png": "" for index in range(100)}})
    assert len(take(pictures, few).files) == 3
    with pytest.raises(SubmissionError, match="more than 200 files"):
        take(write(pictures, {f"y/{index}.png": "" for index in range(110)}), few)
    packed = zipped(tmp_path / "p.zip", [(f"x/{index}.png", b"") for index in range(210)])
    with pytest.raises(SubmissionError, match="more than 200 files"):
        take(packed, few)


# Hostile zips


def member(name: str, mode: int = 0, **fields) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name)
    info.external_attr = mode << 16
    info.compress_type = zipfile.ZIP_DEFLATED
    for field, value in fields.items():
        setattr(info, field, value)
    return info


@pytest.mark.parametrize(
    ("name", "word"),
    [
        ("/src/x.py", "absolute"),
        ("C:/x.py", "absolute"),
        ("../x.py", "'..'"),
        ("src/../../x.py", "'..'"),
        ("src\\x.py", "backslash"),
        ("a" * 30 + "/" + "b/" * 40 + "x.py", "deep"),
        ("src//x.py", "not a plain path"),
    ],
)
def test_dishonest_names_in_a_zip_are_refused_by_name(tmp_path, name, word):
    members = [(file, b"") for file in EDITABLE]
    submission = take(zipped(tmp_path / "s.zip", [*members, (name, b"evil")]), manifest())
    assert sorted(submission.files) == sorted(EDITABLE) and said(submission, word)


def test_a_nul_in_a_name_does_not_shorten_it(tmp_path):
    members = [(file, b"") for file in EDITABLE[1:]]
    packed = zipped(tmp_path / "s.zip", [*members, ("src/models.py?.txt", b"evil")])
    packed.write_bytes(packed.read_bytes().replace(b"models.py?", b"models.py\0"))
    submission = take(packed, manifest())
    assert "src/models.py" not in submission.files and said(submission, "NUL character")


@pytest.mark.parametrize(("mode", "word"), [(stat.S_IFLNK, "link"), (stat.S_IFIFO, "pipe"), (stat.S_IFCHR, "device")])
def test_links_and_devices_in_a_zip_are_refused(tmp_path, mode, word):
    members = [(member("src/models.py", mode | 0o777), b"/etc/passwd"), ("src/run_model.py", b"")]
    submission = take(zipped(tmp_path / "s.zip", members), manifest())
    assert list(submission.files) == ["src/run_model.py"] and said(submission, "src/models.py", word)


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_a_file_that_is_in_the_zip_twice_is_refused(tmp_path):
    members = [("src/models.py", b"a"), ("src/models.py", b"b"), ("src/models.py", b"c"), ("src/run_model.py", b"")]
    submission = take(zipped(tmp_path / "s.zip", members), manifest())
    assert list(submission.files) == ["src/run_model.py"] and said(submission, "src/models.py", "twice")


def test_a_bomb_is_refused_without_being_unpacked(tmp_path):
    members = [("src/models.py", b"\0" * 20_000_000), ("src/run_model.py", b"")]
    submission = take(zipped(tmp_path / "s.zip", members), manifest())
    assert list(submission.files) == ["src/run_model.py"] and said(submission, "src/models.py", "larger than 5 MB")


@pytest.mark.parametrize("claimed", [10, 200_000])
def test_a_size_that_the_index_lies_about_is_found_out(tmp_path, claimed):
    packed = zipped(tmp_path / "s.zip", [("src/run_model.py", b""), ("src/models.py", b"#" * 100_000)])
    packed.write_bytes(packed.read_bytes().replace(struct.pack("<L", 100_000), struct.pack("<L", claimed)))
    submission = take(packed, manifest())
    assert list(submission.files) == ["src/run_model.py"] and said(submission, "src/models.py", "damaged")


def test_encrypted_and_oddly_packed_members_are_refused(tmp_path):
    packed = zipped(tmp_path / "s.zip", [("src/models.py", b"x"), ("src/run_model.py", b"")])
    data = bytearray(packed.read_bytes())
    at = data.index(b"PK\x01\x02")
    data[at + 8] |= 1
    packed.write_bytes(data)
    assert said(take(packed, manifest()), "src/models.py", "password")
    odd = zipped(tmp_path / "o.zip", [("src/models.py", b"x")], zipfile.ZIP_BZIP2)
    with pytest.raises(SubmissionError, match="default settings"):
        take(odd, manifest())


@pytest.mark.parametrize(
    "spoil",
    [
        lambda data: data[: len(data) // 2],
        lambda data: b"Rar!" + data[4:60],
        lambda data: b"",
        lambda data: data.replace(b"PK\x01\x02", b"PK\x01\x03"),
    ],
    ids=["truncated", "rar", "empty", "index"],
)
def test_a_broken_zip_is_one_sentence(tmp_path, spoil):
    packed = zipped(tmp_path / "s.zip", [(name, b"x" * 100) for name in EDITABLE], zipfile.ZIP_STORED)
    packed.write_bytes(spoil(packed.read_bytes()))
    with pytest.raises(SubmissionError) as caught:
        take(packed, manifest())
    assert str(caught.value).count("\n") == 0 and "zip" in str(caught.value)


def test_corrupt_contents_cost_only_their_file(tmp_path):
    packed = zipped(tmp_path / "s.zip", [(name, b"abcdefgh" + name.encode()) for name in EDITABLE], zipfile.ZIP_STORED)
    packed.write_bytes(packed.read_bytes().replace(b"abcdefghsrc/models.py", b"abcdefgXsrc/models.py"))
    submission = take(packed, manifest())
    assert len(submission.files) == 2 and said(submission, "src/models.py", "damaged")


def test_an_archive_larger_than_the_limit_is_refused(tmp_path):
    packed = zipped(tmp_path / "s.zip", [("x.bin", os.urandom(200_000))])
    with pytest.raises(SubmissionError, match="larger than"):
        take(packed, manifest(submission=SubmissionLimits(max_total_mb=0.1)))


# Properties

PIECES = st.sampled_from(
    [
        "src",
        "data",
        "models.py",
        "run_model.py",
        "..",
        ".",
        "",
        "SRC",
        "a b",
        "\\",
        "é",
        "x\0y",
        "C:",
        "~",
        "torch.py",
        "\x1b[0m",
        "__MACOSX",
        ".git",
        "helper.py",
    ]
)
NAMES = st.lists(PIECES, min_size=1, max_size=5).map("/".join).filter(lambda name: name.partition("\0")[0])


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(names=st.lists(NAMES, max_size=8), absolute=st.booleans())
@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_whatever_a_zip_names_only_expected_paths_come_out(tmp_path, names, absolute):
    packed = zipped(tmp_path / "s.zip", [(("/" if absolute else "") + name, b"import src.helper") for name in names])
    try:
        submission = take(packed, manifest())
    except SubmissionError as error:
        assert str(error).isprintable() and len(str(error)) < 500
        return
    assert submission.files and set(submission.files) <= {*EDITABLE, "src/helper.py"}
    assert all(note.isprintable() for note in submission.notices)


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_no_damage_to_a_zip_ends_in_anything_but_a_sentence(tmp_path, data):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in EDITABLE:
            archive.writestr(name, b"x = 1\n" * 20)
    raw = bytearray(buffer.getvalue())
    for at, value in data.draw(st.lists(st.tuples(st.integers(0, len(raw) - 1), st.integers(0, 255)), max_size=6)):
        raw[at] = value
    packed = tmp_path / "s.zip"
    packed.write_bytes(raw)
    try:
        submission = take(packed, manifest())
    except SubmissionError:
        return
    assert set(submission.files) <= set(EDITABLE)


@given(files=st.dictionaries(st.text(max_size=5), st.binary(max_size=5), max_size=4), extra=st.binary(min_size=1))
def test_the_digest_depends_on_names_and_contents_alone(files, extra):
    assert digest_of(files) == digest_of(dict(reversed(list(files.items()))))
    for name in files:
        assert digest_of({**files, name: files[name] + extra}) != digest_of(files)


@given(source=st.text(max_size=200))
def test_reading_imports_never_runs_or_breaks_anything(source):
    try:
        found = imports_of(source.encode("utf-8", "surrogatepass"))
    except Unreadable:
        return
    assert all(isinstance(entry, Import) and entry.line > 0 for entry in found)


@pytest.mark.parametrize(
    ("imports", "why"),
    [
        (f"from src.{'a' * 300} import x\n", "is not in your submission"),
        ("from src.statistics import mean\n", "because of its name"),
        ("import src.test_helper\n", "because of its name"),
        ("import src.deep.helper\n", "directly beside"),
        ("x = 1  # long\n" * 20_000, "longer than"),
    ],
)
def test_why_an_import_will_fail_is_said(tmp_path, tree, imports, why):
    helpers = {f"src/{name}.py": "" for name in ("statistics", "test_helper", "deep/helper")}
    folder = write(tmp_path / "s", {**whole(), **helpers, "src/models.py": imports})
    assert said(take(folder, manifest(), tree), "src/models.py", why)


def test_a_zip_whose_index_points_beyond_its_end_is_damaged(tmp_path):
    path = zipped(tmp_path / "s.zip", [(name, b"x = 1") for name in EDITABLE], zipfile.ZIP_STORED)
    data = bytearray(path.read_bytes())
    entry = data.index(b"PK\x01\x02")
    data[entry + 42 : entry + 46] = b"\xff\xff\xff\x7f"
    path.write_bytes(data)
    assert said(take(path, manifest()), "damaged in the zip")


def test_intake_leaves_no_descriptor_open(tmp_path):
    folder = write(tmp_path / "s", {f"deep/er/{name}": "" for name in EDITABLE})
    take(folder, manifest())
    before = len(os.listdir("/proc/self/fd"))
    for _ in range(5):
        take(folder, manifest())
    assert len(os.listdir("/proc/self/fd")) == before
