"""A release is refused if it gives a secret away, whatever that is wrapped in."""

from __future__ import annotations

import gzip
import io
import json
import re
import tarfile
import zipfile
from pathlib import Path

import pytest

from scripts.build.release import write_release
from scripts.build.student_tree import render
from scripts.coursespec.files import Tree
from scripts.coursespec.loader import load_assignment
from scripts.coursespec.model import Assignment
from scripts.errors import SpecError
from scripts.leaks import extraction
from scripts.leaks.check import LeakCheck, find_leaks
from tests.tiny import course_in, edit, write_spec

LINE = "total = math.fsum(value * weight * 1.000244 for value, weight in zip(values, weights, strict=True))"
RENAMED = "s = m.fsum(a * b * 1.000244 for a, b in zip(xs, ys, strict=True))"
RENAMED_LOOP = """def f(xs, ys):
    acc = 0.0
    for k in range(min(len(xs), len(ys))):
        acc = acc + xs[k] * ys[k]
    return acc
"""
LEAKS = {
    "a line": LINE,
    "a line in other spacing": LINE.replace(" * ", "*").replace(", ", " ,  "),
    "a renamed fragment": RENAMED,
    "a renamed function of an alternative": RENAMED_LOOP,
    "a line of a mistake": "running_total_of_values = running_total_of_values + abs(single_value) ** 1",
    "a literal": "FACTOR = 1.000244",
    "an error message": 'print("These products do not add up to a finite number.")',
    "a comment of the solution": "# first, pair every value with the weight that stands at its place",
    "the input of a hidden test": "tensor([ 0.3125, -4.7500,  2.6250,  8.5000])",
    "a hidden test": "expected = sum(value * weight for value, weight in zip(values, weights))",
    "a hint": "Hm. This is what comes out when the weights are left out of the sum altogether.",
    "a model answer": "It does, because every partial sum is rounded before the next number is added to it, you know.",
    "a number of a model answer": "You should see 0.000238419 here.",
    "a rubric": "Half the points for saying that rounding depends on the order of the additions.",
}


def archived(name: str, data: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, data)
    return buffer.getvalue()


def tarred(name: str, data: bytes) -> bytes:
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w:gz") as archive:
        info = tarfile.TarInfo(name)
        info.size = len(data)
        archive.addfile(info, io.BytesIO(data))
    return buffer.getvalue()


def cell(kind: str, source: str, outputs: tuple[str, ...] = ()) -> bytes:
    found = {"cell_type": kind, "metadata": {}, "source": source.splitlines(keepends=True)}
    if kind == "code":
        found["outputs"] = [{"output_type": "stream", "text": text.splitlines(keepends=True)} for text in outputs]
    return json.dumps({"cells": [{"cell_type": "markdown", "source": "Hello."}, found], "nbformat": 4}).encode()


WRAPPINGS = {
    "python": lambda leak: ("extra.py", f"import math\n\n{leak}\n".encode()),
    "a comment": lambda leak: ("extra.py", ("x = 1\n" + "".join(f"# {line}\n" for line in leak.splitlines())).encode()),
    "a docstring": lambda leak: ("extra.py", f"def f():\n    {leak!r}\n".encode()),
    "markdown": lambda leak: ("notes.md", f"# Notes\n\n```python\n{leak}\n```\n".encode()),
    "a notebook's code": lambda leak: ("a.ipynb", cell("code", leak)),
    "a notebook's text": lambda leak: ("a.ipynb", cell("markdown", "\n".join(f"    {x}" for x in leak.splitlines()))),
    "a notebook's output": lambda leak: ("a.ipynb", cell("code", "x = 1", (leak,))),
    "a zip in a zip": lambda leak: ("a.zip", archived("b.zip", archived("c.md", f"```\n{leak}\n```\n".encode()))),
    "a tar": lambda leak: ("a.tgz", tarred("c.py", f"{leak}\n".encode())),
    "text of Windows": lambda leak: ("a.txt", f"hello\n{leak}\n".replace("\n", "\r\n").encode("utf-16")),
}


@pytest.fixture(scope="module")
def honest(tmp_path_factory: pytest.TempPathFactory) -> tuple[Assignment, Tree]:
    assignment = load_assignment("tiny", course_in(write_spec(tmp_path_factory.mktemp("course"))))
    return assignment, render(assignment, solved=False)


@pytest.mark.parametrize("wrapping", WRAPPINGS)
@pytest.mark.parametrize("leak", LEAKS)
def test_every_leak_is_found(honest: tuple[Assignment, Tree], leak: str, wrapping: str) -> None:
    """Every kind of leak is found in every wrapping."""
    assignment, tree = honest
    name, data = WRAPPINGS[wrapping](LEAKS[leak])
    with pytest.raises(SpecError) as refused:
        LeakCheck(assignment).refuse({**tree, name: data})
    assert refused.value.sentences[0].startswith(name)
    assert "spec/problems/sums/" in refused.value.sentences[0]


def test_honest_release_passes(spec: Path) -> None:
    assignment = load_assignment("tiny", course_in(spec))
    assert find_leaks(assignment, render(assignment, solved=False)) == []


def test_solution_is_refused(spec: Path) -> None:
    assignment = load_assignment("tiny", course_in(spec))
    found = find_leaks(assignment, render(assignment, solved=True))
    assert {leak.file for leak in found} == {"src/shared.py", "report/answers/order.md"}
    assert {leak.secret.line for leak in found} >= {13, 15, 23}


@pytest.mark.parametrize(
    ("path", "old", "new"),
    [
        ("spec/problems/sums/handout.md", "it gives 11.", f"it gives 11.\n\n```python\n{LINE}\n```"),
        (
            "spec/problems/sums/handout.md",
            "it gives 11.",
            "Add `math.fsum(a * b * 1.000244 for a, b in zip(u, v, strict=True))`.",
        ),
        ("spec/problems/sums/src/shared.py", "    # BEGIN", f"    # {LINE}\n    # BEGIN"),
        ("spec/problems/sums/public/test_examples.py", "    check", f"    {RENAMED}\n    check"),
        (
            "spec/provided/src/__init__.py",
            '"""',
            '"""Every partial sum is rounded before the next number is added to it.\n',
        ),
    ],
)
def test_leak_in_spec_is_found(spec: Path, path: str, old: str, new: str) -> None:
    (spec / "spec/provided/src/__init__.py").write_text('"""Code."""\n', encoding="utf-8")
    edit(spec, path, old, new)
    assignment = load_assignment("tiny", course_in(spec))
    assert find_leaks(assignment, render(assignment, solved=False))


@pytest.mark.parametrize("wrapping", ["a comment", "a docstring", "markdown", "a notebook's text", "a zip in a zip"])
def test_copies_that_leaked_twice_are_found(honest: tuple[Assignment, Tree], wrapping: str) -> None:
    """Only what the spec itself makes public does; a copy in a comment, in a notebook or in an archive makes no other one legal."""
    assignment, tree = honest
    name, data = WRAPPINGS[wrapping](LINE)
    found = find_leaks(assignment, {**tree, name: data, f"again/{name}": data})
    assert {re.split("[,!]", leak.file)[0] for leak in found} == {name, f"again/{name}"}


@pytest.mark.parametrize(
    ("leak", "category"),
    [
        ("a line", "solution"),
        ("a renamed function of an alternative", "alternative"),
        ("a line of a mistake", "mistake"),
        ("a model answer", "model answer"),
        ("a rubric", "rubric"),
    ],
)
def test_leak_names_where_it_comes_from(honest: tuple[Assignment, Tree], leak: str, category: str) -> None:
    assignment, tree = honest
    found = find_leaks(assignment, {**tree, "extra.py": f"{LEAKS[leak]}\n".encode()})
    assert {(one.secret.origin.category, one.secret.origin.problem) for one in found} == {(category, "sums")}


def test_two_public_copies_are_no_leak(spec: Path) -> None:
    line = "values, weights = [0.3125, -4.75, 2.625, 8.5], [1.5, 0.25, -3.375, 6.125]"
    edit(spec, "spec/problems/sums/handout.md", "it gives 11.", f"it gives 11.\n\n    {line}\n")
    assignment = load_assignment("tiny", course_in(spec))
    assert find_leaks(assignment, render(assignment, solved=False))
    edit(spec, "spec/problems/sums/public/test_examples.py", "    check", f"    {line}\n    check")
    assignment = load_assignment("tiny", course_in(spec))
    assert find_leaks(assignment, render(assignment, solved=False)) == []


def test_stubs_are_public(spec: Path) -> None:
    edit(
        spec,
        "spec/problems/sums/src/shared.py",
        "    # result = None  # TODO: replace None\n    # return result\n",
        "    # return weighted_sum(values, [1 / len(values)] * len(values))  # TODO: why?\n",
    )
    assignment = load_assignment("tiny", course_in(spec))
    assert find_leaks(assignment, render(assignment, solved=False)) == []


def test_refused_release_keeps_earlier_zip(spec: Path) -> None:
    path = write_release(load_assignment("tiny", course_in(spec)), spec / "dist")
    before = path.read_bytes()
    edit(spec, "spec/problems/sums/handout.md", "it gives 11.", LINE)
    with pytest.raises(SpecError, match=r"handout/sums\.md:3: .*src/shared\.py:13"):
        write_release(load_assignment("tiny", course_in(spec)), spec / "dist")
    assert path.read_bytes() == before
    assert [file.name for file in path.parent.iterdir()] == [path.name]


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.zip", archived("b.md", bytes(101))),
        ("a.tar", gzip.decompress(tarred("b.md", bytes(101)))),
        ("a.gz", gzip.compress(bytes(101), mtime=0)),
    ],
    ids=["zip", "tar", "gzip"],
)
def test_large_members_are_refused(spec: Path, monkeypatch: pytest.MonkeyPatch, name: str, data: bytes) -> None:
    """What an archive holds beyond the bound would not be searched."""
    monkeypatch.setattr(extraction, "MAX_MEMBER_BYTES", 100)
    with pytest.raises(SpecError, match=rf"^{name}.*: this file is too large to be checked"):
        find_leaks(load_assignment("tiny", course_in(spec)), {name: data})


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.pyc", b"x"),
        ("a.zip", b"PK\x03\x04 broken"),
        ("model.pkl", b"x"),
        ("a.xz", b"\xfd7zXZ\x00"),
        ("a.rar", b"Rar!\x1a\x07\x00"),
        ("a.tar.zst", b"\x28\xb5\x2f\xfd\x00"),
    ],
)
def test_unreadable_files_are_refused(spec: Path, name: str, data: bytes) -> None:
    assignment = load_assignment("tiny", course_in(spec))
    with pytest.raises(SpecError, match=f"^{name}: "):
        find_leaks(assignment, {name: data})
