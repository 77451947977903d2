"""A course of one's own comes before the kit, and what is made of it stays out of the kit."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from scripts.build.autograder_zip import build_tree
from scripts.build.student_tree import render
from scripts.coursespec.course import KIT, ROOT, Course
from scripts.coursespec.loader import load_assignment, load_problem
from scripts.coursespec.new_problem import new_problem
from scripts.coursespec.validation import find_blanks
from scripts.documents.handout import convert_handout, make_handout
from scripts.errors import SpecError
from tests.tiny import edit, write_spec


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A folder whose name is no plain word, with the small spec's assignment and problems directly in it."""
    return write_spec(tmp_path / "repository").joinpath("spec").rename(tmp_path / "my cours\u00e9")


def test_kit_is_the_default_course() -> None:
    assert Course.open() is Course.open("") is Course.open(ROOT / "spec") is KIT
    assert (KIT.home, KIT.root, KIT.display_path(ROOT / "spec" / "x")) == (ROOT, ROOT, "spec/x")


def test_refuses_folder_without_a_course(tmp_path: Path) -> None:
    with pytest.raises(SpecError, match=r"COURSE=.*/nowhere: there is no such folder; make one with 'make new-course"):
        Course.open(tmp_path / "nowhere")
    (tmp_path / "circle").symlink_to("circle")
    for odd in ("circle", "~no such user/course"):  # for both of which pathlib raises a RuntimeError
        with pytest.raises(SpecError, match="there is no such folder"):
            Course.open(tmp_path / odd if odd == "circle" else odd)
    with pytest.raises(SpecError, match=r"holds none of assignments/, .*; is the path right\?"):
        Course.open(tmp_path)
    write_spec(tmp_path)
    with pytest.raises(SpecError, match=f"did you mean '{tmp_path}/spec'"):
        Course.open(tmp_path)


def test_finds_own_and_kit_parts(home: Path) -> None:
    course = Course.open(home)
    assert {"tiny", "complete"} <= set(course.assignment_names())
    assert {"sums", "steps", "convolution"} <= set(course.problem_names())
    edit(
        home,
        "assignments/tiny.toml",
        'name = "steps"',
        'name = "convolution"\npoints = 3\n\n[[problems]]\nname = "steps"',
    )
    assignment = load_assignment("tiny", course)
    assert [problem.name for problem in assignment.problems] == ["sums", "convolution", "steps"]
    assert assignment.problems[1].folder == ROOT / "spec" / "problems" / "convolution"
    assert assignment.course.home == home
    assert assignment.course.root == Path(os.path.commonpath([home, ROOT]))


def test_own_problem_comes_first(home: Path) -> None:
    (home / "problems" / "sums").rename(home / "problems" / "convolution")
    course = Course.open(home)
    assert load_problem("convolution", course).title == "Sums by hand"
    assert load_problem("convolution").title != "Sums by hand"
    assert course.problem_names().count("convolution") == 1


def test_own_provided_file_comes_first(home: Path) -> None:
    (home / "provided" / "data").mkdir(parents=True)
    (home / "provided" / "data" / "mnist.py").write_text("")
    (home / "provided" / "data" / "ours.py").write_text("")
    provided = Course.open(home).provided()
    kit = KIT.provided()
    assert set(provided) == {*kit, "data/ours.py", "data/mnist.py"}
    assert provided["data/mnist.py"] == home / "provided" / "data" / "mnist.py"
    assert provided["src/__init__.py"] == home / "provided" / "src" / "__init__.py"
    assert provided["pytest.ini"] == kit["pytest.ini"]


def test_own_template_comes_first(home: Path) -> None:
    (home / "templates" / "gradescope").mkdir(parents=True)
    (home / "templates" / "gradescope" / "requirements.txt").write_text("torch\n")
    course = Course.open(home)
    own = course.template("gradescope", "requirements.txt", "requirements.txt.j2")
    assert own == home / "templates" / "gradescope" / "requirements.txt"
    assert course.template("gradescope", "setup.sh") == ROOT / "autograder" / "gradescope" / "setup.sh"
    assert course.template("student", "student_readme.md.j2") == KIT.template("student", "student_readme.md.j2")
    assert course.template("handout", "nothing.j2") is None
    assert course.template_folders("handout")[0] == home / "templates" / "handout"
    for kind in ("student", "handout", "gradescope"):
        assert KIT.template_folders(kind)[-1].is_dir()


def test_own_templates_are_used(home: Path) -> None:
    """The student's README, the hand-out and Gradescope's files are made from the course's own templates."""
    templates = home / "templates"
    for path, text in {
        "student_readme.md.j2": "{{ assignment.title }}, ours\n",
        "handout/handout.css": "body { color: teal }\n",
        "gradescope/setup.sh": "#!/bin/sh\n# ours\n",
    }.items():
        (templates / path).parent.mkdir(parents=True, exist_ok=True)
        (templates / path).write_text(text)
    assignment = load_assignment("tiny", Course.open(home))
    assert render(assignment, solved=False)["README.md"] == b"Tiny, ours\n"
    assert b"body { color: teal }" in convert_handout(assignment).to_html()
    assert build_tree(assignment, "0" * 32)["setup.sh"] == b"#!/bin/sh\n# ours\n"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (b"{{ nothing }}", r": 'nothing' is undefined; fix the template"),
        (b"Tiny\n{% if %}", r":2: Expected an expression.*; fix the template"),
        (b"{% include 'ours.j2' %}", r": asks for the template ours\.j2, which is not there; fix the template"),
        (b"caf\xe9", r": this is not UTF-8 text .*; save it as UTF-8"),
    ],
)
def test_broken_own_template_is_named(home: Path, text: bytes, words: str) -> None:
    (home / "templates").mkdir()
    (home / "templates" / "student_readme.md.j2").write_bytes(text)
    with pytest.raises(SpecError, match=rf"/templates/student_readme\.md\.j2{words}"):
        render(load_assignment("tiny", Course.open(home)), solved=False)


def test_mistake_in_included_template_is_named(home: Path) -> None:
    (home / "templates").mkdir()
    (home / "templates" / "student_readme.md.j2").write_text("{% include 'ours.j2' %}")
    (home / "templates" / "ours.j2").write_text("fine\n{% oops %}")
    with pytest.raises(SpecError, match=r"/templates/ours\.j2:2: .*; fix the template"):
        render(load_assignment("tiny", Course.open(home)), solved=False)


def test_messages_name_files_as_given(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A path in a message is one that can be opened from where the command runs."""
    monkeypatch.chdir(home.parent)
    course = Course.open(f"{home.name}/")
    edit(home, "assignments/tiny.toml", "points = 10", "points = 0")
    edit(home, "problems/sums/handout.md", "# Sums", "Sums")
    with pytest.raises(SpecError) as refused:
        load_assignment("tiny", course)
    assert refused.value.sentences[0].startswith(f"{home.name}/problems/sums/handout.md:1: ")
    with pytest.raises(SpecError, match=f"^{home.name}/assignments/tinny.toml: there is no such file"):
        load_assignment("tinny", course)
    assert course.display_path(ROOT / "spec" / "x") == "spec/x"


def test_sets_pictures_of_both_folders(home: Path) -> None:
    """A hand-out shows the pictures of own problems and of the kit's."""
    (home / "problems" / "sums" / "figures").mkdir()
    picture = ROOT / "spec" / "problems" / "convolution" / "figures" / "sliding.svg"
    shutil.copy(picture, home / "problems" / "sums" / "figures" / "own.svg")
    edit(home, "problems/sums/handout.md", "Write", "![Sums](figures/own.svg)\n\nWrite")
    edit(
        home,
        "assignments/tiny.toml",
        'name = "steps"',
        'name = "convolution"\npoints = 3\n\n[[problems]]\nname = "steps"',
    )
    made = make_handout(load_assignment("tiny", Course.open(home)))
    assert made.html.count(b"data:image/svg+xml;base64,") == 2
    assert made.pdf.startswith(b"%PDF")


def test_new_problem_goes_to_own_course(home: Path) -> None:
    course = Course.open(home)
    folder = new_problem("mine", "Mine", course)
    assert folder == home / "problems" / "mine"
    assert load_problem("mine", course).title == "Mine"
    assert all(sentence.startswith(str(home)) for sentence in find_blanks(folder, course))
    with pytest.raises(SpecError, match="spec/problems/convolution is there already"):
        new_problem("convolution", "Mine", course)
