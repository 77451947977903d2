"""Nothing of the user's is lost when a tree is written, and what cannot be read or written is said in a sentence."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from scripts.coursespec.files import check_untracked, read_tree, walk, write_tree
from scripts.coursespec.loader import ROOT
from scripts.errors import SpecError, run_command

TREE = {"src/models.py": b"x = 1\n", "README.md": b"read\n"}


def test_files_that_were_not_rendered_are_named_and_kept(tmp_path: Path) -> None:
    write_tree(tmp_path / "student", TREE)
    for stranger in ("notes.txt", ".venv/bin/python"):
        path = tmp_path / "student" / stranger
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
        with pytest.raises(SpecError, match="move it away"):
            check_untracked(tmp_path / "student", TREE, "student")
        path.unlink()
    (tmp_path / "student" / "src" / "__pycache__").mkdir()
    (tmp_path / "student" / "src" / "__pycache__" / "models.pyc").touch()
    check_untracked(tmp_path / "student", TREE, "student")
    assert read_tree(tmp_path / "student") == TREE


def test_a_file_where_a_folder_is_to_be_written_is_kept(tmp_path: Path) -> None:
    (tmp_path / "build").write_text("mine")
    with pytest.raises(SpecError, match="move it away"):
        write_tree(tmp_path / "build", TREE)
    assert (tmp_path / "build").read_text() == "mine"


@pytest.mark.skipif(os.geteuid() == 0, reason="root can read every folder")
def test_a_folder_that_cannot_be_read_is_not_taken_for_an_empty_one(tmp_path: Path) -> None:
    write_tree(tmp_path / "spec", TREE)
    (tmp_path / "spec" / "src").chmod(0)
    try:
        with pytest.raises(PermissionError):
            list(walk(tmp_path / "spec"))
    finally:
        (tmp_path / "spec" / "src").chmod(0o755)


def test_what_the_system_refuses_is_one_sentence(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        run_command(lambda: (tmp_path / "nowhere" / "x").write_text("") and 0)
    said = capsys.readouterr().err
    assert ended.value.code == 1 and said.count("\n") == 1 and f"{tmp_path}/nowhere/x: no such file" in said


def test_ctrl_c_during_the_imports_of_a_command_is_no_traceback() -> None:
    code = "import scripts\nraise KeyboardInterrupt"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True)
    assert done.stderr == "stopped\n" and done.returncode != 0
