"""Written answers out of submissions, where they lie in notebooks too; and the command that serves the page."""

from __future__ import annotations

import json
import os
import re
import signal
import socket
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import msgspec
import pytest

from autograder.model.manifest import SubmissionLimits, WeightFile
from scripts.build.notebooks import make_notebooks
from scripts.classroom.marking.answers import Submissions, figure_sources
from scripts.classroom.marking.rendering import render_answer
from scripts.classroom.record.record import Record
from scripts.coursespec.course import ROOT
from scripts.coursespec.model import Asked, Assignment
from scripts.studentkit.report.notebooks import put_answers
from tests.classroom.marking_client import Client
from tests.classroom.written_class import answer_files, enrol, hand_in, zip_of
from tests.kit import kit_assignment
from tests.processes import start_interruptible


def notebook_with_answers(folder: Path) -> tuple[Submissions, list[Asked], bytes]:
    """Return how an assignment's answers are read, the questions of its first notebook, and that notebook with answers in it."""
    assignment = kit_assignment("nyu")
    part = assignment.settings.hand_in.parts[0]
    asked = [one for one in assignment.questions if one.problem.name in part.problems]
    path = folder / "part.ipynb"
    path.write_bytes(make_notebooks(assignment, solved=False)[part.file])
    texts = {
        name: "\n\n".join(
            f"## Question {one.number}. {one.question.title} (1 point)\n\nAnswer to {one.question.id}.\n\n# My own heading"
            for one in asked
            if one.problem.name == name
        )
        for name in part.problems
    }
    return Submissions(assignment), asked, put_answers(path, texts).encode()


def test_answers_lie_in_notebooks(tmp_path: Path) -> None:
    """Where a course hands in one notebook per part, its answers are found at the top of the zip and in its folder."""
    submissions, asked, notebook = notebook_with_answers(tmp_path)
    assert len(asked) > 2
    name = kit_assignment("nyu").settings.hand_in.parts[0].file
    for place in (name, Path(name).name):
        (tmp_path / "hw.zip").write_bytes(zip_of({place: notebook}))
        for one in asked:
            assert (
                submissions.read_answer(tmp_path / "hw.zip", one).text
                == f"Answer to {one.question.id}.\n\n# My own heading"
            )


def test_further_cells_belong_to_answer(tmp_path: Path) -> None:
    """An answer may go on in further cells; it ends where the next question or the next problem begins."""
    submissions, asked, _ = notebook_with_answers(tmp_path)
    first, second = (f"## Question {one.number}. Title" for one in asked[:2])
    cells = [first, "One.", "Two.", f"Three.\n\n{second}\n\n*Not answered.*", "# The next problem", "Four."]
    data = json.dumps({"cells": [{"cell_type": "markdown", "source": cell} for cell in cells]})
    name = Path(kit_assignment("nyu").settings.hand_in.parts[0].file).name
    (tmp_path / "hw.zip").write_bytes(zip_of({name: data}))
    texts = [submissions.read_answer(tmp_path / "hw.zip", one).text for one in asked[:2]]
    assert texts == ["One.\n\nTwo.\n\nThree.", ""]


def test_answer_file_comes_first(tmp_path: Path) -> None:
    submissions, asked, notebook = notebook_with_answers(tmp_path)
    name = Path(kit_assignment("nyu").settings.hand_in.parts[0].file).name
    files = {name: notebook, f"report/answers/{asked[0].question.id}.md": "From the file."}
    (tmp_path / "hw.zip").write_bytes(zip_of(files))
    assert submissions.read_answer(tmp_path / "hw.zip", asked[0]).text == "From the file."


@pytest.mark.parametrize(
    "content", [b"{", b"[]", b'{"cells": 3}', b'{"cells": [{"cell_type": "markdown"}]}', b"[" * 100_000]
)
def test_broken_notebook_is_explained(tmp_path: Path, content: bytes) -> None:
    submissions, asked, _ = notebook_with_answers(tmp_path)
    name = Path(kit_assignment("nyu").settings.hand_in.parts[0].file).name
    (tmp_path / "hw.zip").write_bytes(zip_of({name: content}))
    answer = submissions.read_answer(tmp_path / "hw.zip", asked[0])
    assert answer.text == "" and "not a notebook that can be read" in answer.problem


def test_numbers_stand_beside_the_answer(tmp_path: Path) -> None:
    """Numbers that belong to a question are listed with it; nothing that is no number gets into the list."""
    assignment = kit_assignment("complete")
    asked = next(one for one in assignment.questions if one.question.id == "conv-in-torch")
    ids = [number.id for number in asked.problem.settings.numbers if number.question == "conv-in-torch"]
    table = f"[convolution]\n{ids[0]} = [1, 20000]\n{ids[1]} = '<b>evil</b>'\n"
    (tmp_path / "hw.zip").write_bytes(zip_of({"report/answers.toml": table}))
    numbers = Submissions(assignment).read_answer(tmp_path / "hw.zip", asked).numbers
    assert [line.count("**") for line in numbers.splitlines()] == [2] * len(ids)
    assert "**[1, 20,000]**" in numbers and "**not readable**" in numbers and "evil" not in numbers
    table = f"[convolution]\n{ids[0]} = {list(range(5000))}\n"
    (tmp_path / "hw.zip").write_bytes(zip_of({"report/answers.toml": table}))
    assert len(Submissions(assignment).read_answer(tmp_path / "hw.zip", asked).numbers) < 3000
    (tmp_path / "hw.zip").write_bytes(zip_of({"report/answers.toml": "[" * 40_000}))
    assert "**not readable**" in Submissions(assignment).read_answer(tmp_path / "hw.zip", asked).numbers


def test_figures_have_several_names() -> None:
    """An answer names a figure from its own folder, from report/ as the hand-out does, or from the top."""
    sources = figure_sources(("report/figures/a/b.png",))
    names = {"../figures/a/b.png", "figures/a/b.png", "report/figures/a/b.png", "/report/figures/a/b.png"}
    assert sources == dict.fromkeys(names, "report/figures/a/b.png")


def test_slow_answer_is_shown_plain() -> None:
    """An answer that takes pandoc too long is shown as it was written, and harmless."""
    shown = render_answer("*a* <script>x</script>", {}, {}, {}, max_seconds=0.001)
    assert "took too long" in shown.problem
    assert "<script" not in shown.html and "&lt;script&gt;" in shown.html.replace("&#32;", " ")


def test_width_of_a_figure_is_kept() -> None:
    places = {"report/figures/a.png": "/figure/q/k/0"}
    html = render_answer(
        "x ![A loss](figures/a.png){width=40%}", {"figures/a.png": "report/figures/a.png"}, places, {}
    ).html
    assert 'src="/figure/q/k/0"' in html and 'width="40%"' in html and 'alt="A loss"' in html


def test_links_leave_the_page_open() -> None:
    """One to another site opens a tab that cannot reach this page; one within the answer leads nowhere here and is none."""
    html = render_answer("[site](https://example.org/a) and a note[^1]\n\n[^1]: Of ours.", {}, {}, {}).html
    (link,) = re.findall(r"<a [^>]*href[^>]*>", html)
    assert 'href="https://example.org/a"' in link and 'target="_blank"' in link and "noopener" in link


def test_formula_is_not_shown_twice() -> None:
    """Its source goes along with it for programs that read it aloud; shown as text, it would stand behind the formula."""
    html = render_answer("$\\frac{a}{b}$", {}, {}, {}).html
    assert "<mfrac>" in html and "frac{" not in html


# The command.


def run_mark(*arguments: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "scripts.mark", "--assignment", "cornell", "--no-browser", *arguments]
    return start_interruptible(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    with Record(tmp_path / "class") as record:
        hand_in(record, enrol(record, 1), zip_of(answer_files("x")))
    return tmp_path / "class"


def test_command_serves_until_interrupted(folder: Path) -> None:
    process = run_mark("--class", str(folder), "--marker", "Ada L.")
    assert process.stdout is not None
    assert "Marking as Ada L." in process.stdout.readline()
    address = process.stdout.readline().strip()
    port = int(address.partition("127.0.0.1:")[2].partition("/")[0])

    class Address:
        """What a client needs of a server that runs elsewhere."""

        token = address.partition("token=")[2]
        write_token = ""

    Address.port = port  # type: ignore[attr-defined]
    client = Client(Address()).enter()  # type: ignore[arg-type]
    assert client.get("/api/overview").data["marker"] == "Ada L."
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=60)
    assert process.returncode == 0 and err == ""
    assert out.endswith("stopped; all marks are in the record\n")


def test_used_port_is_one_sentence(folder: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        process = run_mark("--class", str(folder), "--port", str(port))
        _, err = process.communicate(timeout=120)
    assert process.returncode == 1
    assert err.startswith(f"error: --port {port}: cannot be used") and err.count("\n") == 1


@pytest.mark.parametrize(
    ("arguments", "words"),
    [(["--class", "/nowhere/at-all"], "has no record of a class"), (["--port", "70000"], "--port 70000")],
)
def test_refuses_in_one_sentence(arguments: list[str], words: str) -> None:
    process = run_mark(*arguments)
    _, err = process.communicate(timeout=120)
    assert process.returncode == 1
    assert words in err and err.count("\n") == 1


def test_weights_do_not_hide_answers(tmp_path: Path, assignment: Assignment) -> None:
    """A submission may be larger by its weights, for marking as for grading."""
    limits = SubmissionLimits(max_total_mb=0.5)
    small = replace(assignment, settings=msgspec.structs.replace(assignment.settings, submission=limits))
    wanted = WeightFile("weights/net.pt", "src.shared", "Net", max_mb=1)
    first, *others = assignment.problems
    trained = replace(first, settings=msgspec.structs.replace(first.settings, weights=[wanted]))
    large = replace(small, problems=(trained, *others))
    path = tmp_path / "hw.zip"
    path.write_bytes(zip_of({**answer_files("An answer."), wanted.file: os.urandom(2**20)}))
    assert "MB" in Submissions(small).read_answer(path, small.questions[0]).problem
    assert Submissions(large).read_answer(path, large.questions[0]).text == "An answer."
