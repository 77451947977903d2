"""Folders that hostile code filled are measured and removed, however deep, locked or large they are."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from autograder.isolation import scratch
from tests.isolation.child_process import linux, root, run_in_child


def deep(top: Path, levels: int, mode: int = 0o700) -> None:
    top.mkdir()
    at = os.open(top, os.O_RDONLY)
    for _ in range(levels):
        os.mkdir("d", dir_fd=at)
        os.close(os.open("file", os.O_CREAT | os.O_WRONLY, dir_fd=at))
        below = os.open("d", os.O_RDONLY, dir_fd=at)
        os.fchmod(at, mode)
        os.close(at)
        at = below
    os.close(at)


@linux
def test_removes_folder_beyond_recursion_limit(tmp_path: Path) -> None:
    deep(tmp_path / "deep", sys.getrecursionlimit() + 100)
    scratch.remove(tmp_path / "deep")
    assert not (tmp_path / "deep").exists()


@linux
def test_path_beyond_limit_counts_full(tmp_path: Path) -> None:
    deep(tmp_path / "deep", 2200)
    assert scratch.measure_disk_usage(tmp_path / "deep", 10**12) > 10**12
    scratch.remove(tmp_path / "deep")
    assert not (tmp_path / "deep").exists()


@linux
def test_removes_links_without_following(tmp_path: Path) -> None:
    precious = tmp_path / "precious" / "file"
    precious.parent.mkdir()
    precious.write_text("x")
    filled = tmp_path / "filled"
    (filled / "a").mkdir(parents=True)
    (filled / "out").symlink_to(precious.parent)
    (filled / "a" / "out").symlink_to(precious.parent)
    (filled / "loop").symlink_to("loop")
    scratch.remove(filled)
    assert not filled.exists() and precious.read_text() == "x"
    (tmp_path / "link").symlink_to(precious.parent)
    scratch.remove(tmp_path / "link")
    assert not (tmp_path / "link").is_symlink() and precious.read_text() == "x"


@root
def test_owner_measures_and_removes_locked_folders() -> None:
    place = Path("/var/tmp") / f"rights-{os.getpid()}"
    output = run_in_child(f"""
        import os
        from pathlib import Path
        from autograder.isolation import scratch
        os.setgroups([])
        os.setresgid(61234, 61234, 61234)
        os.setresuid(61234, 61234, 61234)
        top = Path({str(place)!r})
        (top / "a" / "b" / "c").mkdir(parents=True)
        (top / "a" / "b" / "file").write_bytes(bytes(10**6))
        (top / "a" / "b").chmod(0)
        (top / "a").chmod(0o300)
        top.chmod(0o500)
        print(scratch.measure_disk_usage(top, 10**9))
        (top / "a" / "b").chmod(0)
        scratch.remove(top)
        print(top.exists())
    """)
    used, exists = output.split()
    assert int(used) > 10**6 and exists == "False"


@root
def test_changes_modes_through_no_link() -> None:
    """A folder without rights may be a link by the time its mode is changed."""
    place = Path("/var/tmp") / f"exchange-{os.getpid()}"
    output = run_in_child(f"""
        import os
        from pathlib import Path
        from autograder.isolation import scratch
        os.setgroups([])
        os.setresgid(61234, 61234, 61234)
        os.setresuid(61234, 61234, 61234)
        top = Path({str(place)!r})
        precious = top.with_name(top.name + "-precious")
        precious.mkdir(0o500)
        (top / "a" / "b").mkdir(parents=True)
        (top / "a" / "b").chmod(0)
        (top / "a").chmod(0)
        original = os.open

        def exchange(name, flags, *args, **named):
            try:
                return original(name, flags, *args, **named)
            except PermissionError:
                folder = top / "a"
                folder.rename(top / "elsewhere")
                folder.symlink_to(precious)
                os.open = original
                raise

        os.open = exchange
        scratch.remove(top)
        print(oct(precious.stat().st_mode & 0o777))
        os.open = original
        scratch.remove(top)
        print(top.exists())
        precious.rmdir()
    """)
    assert output.split() == ["0o500", "False"]


@linux
def test_measuring_changes_no_mode(tmp_path: Path) -> None:
    folder = tmp_path / "locked"
    folder.mkdir(0)
    scratch.measure_disk_usage(tmp_path, 10**9)
    assert folder.stat().st_mode & 0o777 == 0
    folder.chmod(0o700)


def test_stops_counting_beyond_limit(tmp_path: Path) -> None:
    for index in range(300):
        (tmp_path / str(index)).touch()
    assert scratch.measure_disk_usage(tmp_path, 10**9) >= 300 * scratch.MIN_ENTRY_BYTES  # empty files are not nothing
    assert scratch.measure_disk_usage(tmp_path, 10 * scratch.MIN_ENTRY_BYTES) <= 12 * scratch.MIN_ENTRY_BYTES


def test_removing_missing_folder_succeeds(tmp_path: Path) -> None:
    scratch.remove(tmp_path / "nothing")
