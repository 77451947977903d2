"""Hostile and broken zips."""

from __future__ import annotations

import io
import stat
import struct
import zipfile

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from autograder.submission import SubmissionError, collect
from tests.submission.samples import EDITABLE, has_notice, manifest, zipped


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
        ("x" * 60_000, "too long"),
        ("x" + "\u0315\u0300" * 400, "accents"),
    ],
)
def test_names_unacceptable_paths(tmp_path, name, word):
    members = [(file, b"") for file in EDITABLE]
    submission = collect(zipped(tmp_path / "s.zip", [*members, (name, b"evil")]), manifest())
    assert sorted(submission.files) == sorted(EDITABLE) and has_notice(submission, word)


def test_nul_does_not_shorten_a_name(tmp_path):
    members = [(file, b"") for file in EDITABLE[1:]]
    packed = zipped(tmp_path / "s.zip", [*members, ("src/models.py?.txt", b"evil")])
    packed.write_bytes(packed.read_bytes().replace(b"models.py?", b"models.py\0"))
    submission = collect(packed, manifest())
    assert "src/models.py" not in submission.files and has_notice(submission, "NUL character")


@pytest.mark.parametrize(("mode", "word"), [(stat.S_IFLNK, "link"), (stat.S_IFIFO, "pipe"), (stat.S_IFCHR, "device")])
def test_refuses_links_and_devices(tmp_path, mode, word):
    members = [(member("src/models.py", mode | 0o777), b"/etc/passwd"), ("src/run_model.py", b"")]
    submission = collect(zipped(tmp_path / "s.zip", members), manifest())
    assert list(submission.files) == ["src/run_model.py"] and has_notice(submission, "src/models.py", word)


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_refuses_file_that_is_there_twice(tmp_path):
    members = [("src/models.py", b"a"), ("src/models.py", b"b"), ("src/models.py", b"c"), ("src/run_model.py", b"")]
    submission = collect(zipped(tmp_path / "s.zip", members), manifest())
    assert list(submission.files) == ["src/run_model.py"] and has_notice(submission, "src/models.py", "twice")


@pytest.mark.parametrize("claimed", [10, 200_000])
def test_detects_false_size_in_index(tmp_path, claimed):
    packed = zipped(tmp_path / "s.zip", [("src/run_model.py", b""), ("src/models.py", b"#" * 100_000)])
    packed.write_bytes(packed.read_bytes().replace(struct.pack("<L", 100_000), struct.pack("<L", claimed)))
    submission = collect(packed, manifest())
    assert list(submission.files) == ["src/run_model.py"] and has_notice(submission, "src/models.py", "damaged")


def test_refuses_encryption_and_unusual_compression(tmp_path):
    packed = zipped(tmp_path / "s.zip", [("src/models.py", b"x"), ("src/run_model.py", b"")])
    data = bytearray(packed.read_bytes())
    at = data.index(b"PK\x01\x02")
    data[at + 8] |= 1
    packed.write_bytes(data)
    assert has_notice(collect(packed, manifest()), "src/models.py", "password")
    odd = zipped(tmp_path / "o.zip", [("src/models.py", b"x")], zipfile.ZIP_BZIP2)
    with pytest.raises(SubmissionError, match="default settings"):
        collect(odd, manifest())


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
def test_broken_zip_gives_one_sentence(tmp_path, spoil):
    packed = zipped(tmp_path / "s.zip", [(name, b"x" * 100) for name in EDITABLE], zipfile.ZIP_STORED)
    packed.write_bytes(spoil(packed.read_bytes()))
    with pytest.raises(SubmissionError) as caught:
        collect(packed, manifest())
    assert str(caught.value).count("\n") == 0 and "zip" in str(caught.value)


def test_corrupt_member_costs_only_itself(tmp_path):
    packed = zipped(tmp_path / "s.zip", [(name, b"abcdefgh" + name.encode()) for name in EDITABLE], zipfile.ZIP_STORED)
    packed.write_bytes(packed.read_bytes().replace(b"abcdefghsrc/models.py", b"abcdefgXsrc/models.py"))
    submission = collect(packed, manifest())
    assert len(submission.files) == 2 and has_notice(submission, "src/models.py", "damaged")


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
def test_only_expected_paths_come_out(tmp_path, names, absolute):
    """Only expected paths come out, whatever a zip names."""
    packed = zipped(tmp_path / "s.zip", [(("/" if absolute else "") + name, b"import src.helper") for name in names])
    try:
        submission = collect(packed, manifest())
    except SubmissionError as error:
        assert str(error).isprintable() and len(str(error)) < 500
        return
    assert submission.files and set(submission.files) <= {*EDITABLE, "src/helper.py"}
    assert all(note.isprintable() for note in submission.notices)


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_any_damage_gives_a_sentence(tmp_path, data):
    """Every damage to a zip ends in a submission or in a sentence."""
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
        submission = collect(packed, manifest())
    except SubmissionError:
        return
    assert set(submission.files) <= set(EDITABLE)


def test_index_beyond_the_end_is_damage(tmp_path):
    """A zip whose index points beyond its end is damaged."""
    path = zipped(tmp_path / "s.zip", [(name, b"x = 1") for name in EDITABLE], zipfile.ZIP_STORED)
    data = bytearray(path.read_bytes())
    entry = data.index(b"PK\x01\x02")
    data[entry + 42 : entry + 46] = b"\xff\xff\xff\x7f"
    path.write_bytes(data)
    assert has_notice(collect(path, manifest()), "damaged in the zip")
