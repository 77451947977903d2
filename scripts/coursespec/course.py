"""Where the parts of a course are looked for, and where what is made of it goes.

A course of one's own is a folder outside the kit that holds any of ``assignments/``, ``problems/``, ``provided/`` and
``templates/``. Its own parts come first; what it does not hold is taken from the kit.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from scripts.coursespec.files import files_below, read_text, real_path
from scripts.errors import SpecError

ROOT = Path(__file__).resolve().parents[2]  # of the kit
STUDENT_KIT = ROOT / "scripts" / "studentkit"
TESTKIT = ROOT / "autograder" / "shared" / "testkit"

PARTS = ("assignments", "problems", "provided", "templates")

Kind = Literal["student", "handout", "gradescope"]
TEMPLATES: dict[Kind, tuple[str, Path]] = {  # folder in a course, folder in the kit
    "student": ("templates", ROOT / "scripts" / "build" / "templates"),
    "handout": ("templates/handout", ROOT / "scripts" / "documents" / "templates"),
    "gradescope": ("templates/gradescope", ROOT / "autograder" / "gradescope"),
}


@dataclass(frozen=True)
class Course:
    """A course.

    ``folders`` are searched in their order. Below ``home`` go ``dist/``, ``build/``, ``autograder.zip`` and the rendered
    trees. ``display_home`` is how messages name ``home``; "" for the folder that commands
    run in.
    """

    home: Path
    folders: tuple[Path, ...]
    display_home: str = ""

    @classmethod
    def open(cls, path: str | Path | None = None) -> Course:
        """Open the course at ``path``; the kit's own where there is none.

        Raises:
            SpecError: ``path`` is no folder, or holds no part of a course.
        """
        if path is None or str(path) == "":
            return KIT
        home = real_path(path)
        if home in KIT.folders:
            return KIT
        if not home.is_dir():
            raise SpecError(f"COURSE={path}: there is no such folder; make one with 'make new-course NAME={path}'.")
        if not any((home / part).is_dir() for part in PARTS):
            inside = (home / "spec").is_dir()
            fix = f"did you mean '{Path(path) / 'spec'}'?" if inside else "is the path right?"
            raise SpecError(f"COURSE={path}: this folder holds none of {', '.join(f'{one}/' for one in PARTS)}; {fix}")
        return cls(home, (home, *KIT.folders), str(path).rstrip("/"))

    @classmethod
    def in_repository(cls, root: Path) -> Course:
        """Return the course that a repository holds in ``spec/``, with no other course behind it."""
        return cls(root, (root / "spec",))

    @property
    def root(self) -> Path:
        """The deepest folder that holds every part of the course."""
        return Path(os.path.commonpath([self.home, *self.folders]))

    def display_path(self, path: Path) -> str:
        """Return how messages name a file of the course or of the kit."""
        for folder, name in ((self.home, self.display_home), (ROOT, "")):
            if path.is_relative_to(folder):
                return (Path(name) / path.relative_to(folder)).as_posix()
        return str(path)

    def assignment_names(self) -> list[str]:
        """List all assignments."""
        return sorted({path.stem for folder in self.folders for path in (folder / "assignments").glob("*.toml")})

    def assignment_file(self, name: str) -> Path:
        """Return the first file of an assignment's name, or where it would be in the course's own folder."""
        return self._first(f"assignments/{name}.toml")

    def problem_names(self) -> list[str]:
        """List all problems."""
        found = {path.parent.name for folder in self.folders for path in (folder / "problems").glob("*/problem.toml")}
        return sorted(found)

    def problem_folder(self, name: str) -> Path:
        """Return the first folder of a problem's name, or where it would be in the course's own folder."""
        return self._first(f"problems/{name}/problem.toml").parent

    def provided(self) -> dict[str, Path]:
        """Return what every student gets and does not edit, by path in the student's tree."""
        found: dict[str, Path] = {}
        for folder in (STUDENT_KIT, *(folder / "provided" for folder in reversed(self.folders))):
            found.update({path.relative_to(folder).as_posix(): path for path in files_below(folder)})
        return dict(sorted(found.items()))

    def template_folders(self, kind: Kind) -> list[Path]:
        """List the folders in which templates of one kind are looked for, first to last; the last is the kit's.

        A course overrides single files: those of the hand-out in ``templates/handout/``, those at the root of
        Gradescope's zip in ``templates/gradescope/``, the student's README in ``templates/``.
        """
        name, kit = TEMPLATES[kind]
        return [*(folder / name for folder in self.folders), kit]

    def template(self, kind: Kind, *names: str) -> Path | None:
        """Find a template by any of its names; the course's own comes before the kit's whatever it is called."""
        for folder in self.template_folders(kind):
            for name in names:
                if (folder / name).is_file():
                    return folder / name
        return None

    def read_template(self, kind: Kind, name: str) -> str:
        """Read the text of a template.

        Raises:
            SpecError: it is no UTF-8.
        """
        path = self.template(kind, name) or TEMPLATES[kind][1] / name
        return read_text(path, self.display_path(path))

    def display_template(self, kind: Kind, name: str) -> str:
        """Return how messages name a template, or where it would be in the kit."""
        return self.display_path(self.template(kind, name) or TEMPLATES[kind][1] / name)

    def _first(self, name: str) -> Path:
        return next(self._found(name), self.folders[0] / name)

    def _found(self, name: str) -> Iterator[Path]:
        return (folder / name for folder in self.folders if (folder / name).is_file())


KIT = Course.in_repository(ROOT)
