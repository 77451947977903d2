"""Fill in the starter files of a new problem or a new course.

They lie below ``templates/`` as files of their own, each with ``.template`` behind its name, and speak of a problem
called ``my_problem``, "My problem".
"""

from __future__ import annotations

from pathlib import Path

from scripts.coursespec.files import Tree, walk

TEMPLATES = Path(__file__).with_name("templates")


def starter_files(kind: str, name: str, title: str) -> Tree:
    """Return the starter files below ``templates/<kind>/`` for a problem.

    Args:
        kind: "problem" or "course".
        name: the problem's, which takes the place of ``my_problem`` in paths and texts.
        title: the problem's, which takes the place of ``My problem``.
    """
    folder = TEMPLATES / kind
    return {
        _filled(path.relative_to(folder).as_posix().removesuffix(".template"), name, title): _filled(
            path.read_text(encoding="utf-8"), name, title
        ).encode()
        for path in walk(folder)
        if path.suffix == ".template"
    }


def _filled(text: str, name: str, title: str) -> str:
    return text.replace("my_problem", name).replace("My problem", title)
