"""Writing files so that an interruption leaves the old ones whole, and archives that repeat byte for byte."""

from __future__ import annotations

import codecs
import io
import os
import shutil
import tempfile
import zipfile
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path

from scripts.errors import SpecError

Tree = dict[str, bytes]  # POSIX path relative to the tree's root -> contents

CACHES = {"__pycache__", ".pytest_cache"}
EPOCH = (1980, 1, 1, 0, 0, 0)  # the earliest time that a zip can hold


def write_tree(folder: Path, tree: Mapping[str, bytes], executable: Collection[str] = ()) -> bool:
    """Make ``folder`` hold exactly ``tree``.

    The new tree is written beside the old one and takes its place at the end, by renaming.

    Args:
        folder: what is replaced.
        tree: contents by path.
        executable: those of the paths that may be executed.

    Returns:
        Whether anything changed.

    Raises:
        SpecError: a file or a link stands where the folder should be.
    """
    folder.parent.mkdir(parents=True, exist_ok=True)
    if folder.is_symlink() or (folder.exists() and not folder.is_dir()):
        raise SpecError(f"{folder}: a folder is to be written here, and this is none; move it away.")
    old = folder.with_name(f".{folder.name}.old")
    if old.exists() and not folder.exists():
        old.rename(folder)  # an earlier run was stopped between the two renames
    if read_tree(folder) == dict(tree):
        return False
    new = Path(tempfile.mkdtemp(prefix=f".{folder.name}.new-", dir=folder.parent))
    try:
        new.chmod(0o755)
        for path, data in sorted(tree.items()):
            target = new / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(data)
            target.chmod(0o755 if path in executable else 0o644)
        shutil.rmtree(old, ignore_errors=True)
        if folder.exists():
            folder.rename(old)
        try:
            new.rename(folder)
        except OSError:
            if old.exists():
                old.rename(folder)
            raise
    finally:
        shutil.rmtree(new, ignore_errors=True)
    shutil.rmtree(old, ignore_errors=True)
    return True


def read_tree(folder: Path) -> Tree:
    """Read every file below ``folder`` but caches."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in walk(folder)
        if not CACHES & set(path.relative_to(folder).parts)
    }


def walk(folder: Path) -> Iterator[Path]:
    """Yield every file below ``folder``, sorted by path; none where there is no such folder.

    Raises:
        OSError: a folder cannot be read. (``Path.rglob`` would leave it out without a word.)
    """
    if folder.is_dir():
        found: list[Path] = []
        for top, _, names in os.walk(folder, onerror=_raise):
            found += [path for path in (Path(top, name) for name in names) if path.is_file()]
        yield from sorted(found)


def files_below(folder: Path) -> list[Path]:
    """List the files below ``folder``, sorted by path, without caches, editors' leftovers and hidden files."""
    return [
        path
        for path in walk(folder)
        if not any(part == "__pycache__" or part.startswith(".") for part in path.relative_to(folder).parts)
        and path.suffix not in {".pyc", ".pyo"}
        and not path.name.endswith("~")
    ]


def _raise(error: OSError) -> None:
    raise error


def check_untracked(folder: Path, tree: Mapping[str, bytes], display_path: str) -> None:
    """Check that :func:`write_tree` would delete nothing: notes or an environment may lie among what was rendered.

    Args:
        folder: what would be replaced.
        tree: what would be written there.
        display_path: how messages name the folder.

    Raises:
        SpecError: the folder holds files that are not in ``tree``.
    """
    paths = [path.relative_to(folder).as_posix() for path in walk(folder)]
    untracked = [path for path in paths if path not in tree and not CACHES & set(path.split("/"))]
    if untracked:
        more = f" and {len(untracked) - 1} more" if len(untracked) > 1 else ""
        raise SpecError(
            f"{display_path}/{untracked[0]}{more}: not rendered from the spec, and rendering would delete it; move it away, or "
            "delete it yourself, and render again."
        )


def zipped(tree: Mapping[str, bytes], executable: Collection[str] = (), top: str = "") -> bytes:
    """Return a zip of ``tree``, the same bytes for the same contents.

    Args:
        tree: contents by path.
        executable: those of the paths that may be executed.
        top: a folder to put around everything; "" for none.
    """
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for path, data in sorted(tree.items()):
            info = zipfile.ZipInfo(f"{top}/{path}" if top else path, EPOCH)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.create_system = 3  # Unix: the mode bits count, wherever this runs
            info.external_attr = (0o100755 if path in executable else 0o100644) << 16
            archive.writestr(info, data, compresslevel=9)
    return buffer.getvalue()


def read_text(path: Path, display_path: str) -> str:
    """Read a text file with Unix newlines; ``display_path`` is how messages name it.

    Raises:
        SpecError: it is no UTF-8.
    """
    return unix_text(path, display_path).decode()


def real_path(path: str | Path) -> Path:
    """Return the path that somebody wrote as the system has it: ``~`` is a home, and links are followed.

    A home that nobody has and links in a circle stay as they are, where methods of ``Path`` raise.
    """
    return Path(os.path.realpath(os.path.expanduser(path)))


def unix_text(path: Path, display_path: str) -> bytes:
    """Read a text file's bytes with Unix newlines, and without the byte-order mark that some editors begin a file with.

    Raises:
        SpecError: it is no UTF-8.
    """
    data = path.read_bytes()
    # Half the bytes of English text in UTF-16 are NUL, whether or not the mark at its beginning has survived.
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) or data.count(0) * 3 > len(data):
        raise SpecError(f"{display_path}: this file is saved as UTF-16; save it as UTF-8.")
    try:
        return data.decode("utf-8-sig").replace("\r\n", "\n").encode()
    except UnicodeDecodeError as error:
        raise SpecError(
            f"{display_path}: this is not UTF-8 text ({error.reason} at byte {error.start}); save it as UTF-8."
        ) from error


def contents(path: Path, display_path: str) -> bytes:
    """Read a file's bytes; Python, Markdown and other text gets Unix newlines."""
    if (
        path.suffix in {".py", ".md", ".txt", ".toml", ".ini", ".cfg", ".sh", ".json", ".csv"}
        or path.name == "Makefile"
    ):
        return unix_text(path, display_path)
    return path.read_bytes()
