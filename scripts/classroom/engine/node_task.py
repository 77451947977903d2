"""What Ray itself runs on a node: unpack a batch, start ``scripts.classroom.engine.node`` on it, and pass its answers on.

The function travels by value, because a node need not have the kit: only the standard library and Ray are imported here.
"""

from __future__ import annotations

import io
import json
import os
import select
import shutil
import socket
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import IO, Any

SECONDS_BETWEEN_LOOKS = 0.5  # Ray cancels a task between two steps of Python, so no step may wait for long
MAX_LOG = 8_000  # characters


def relay_batch(
    kit: bytes, build: bytes, submissions: Sequence[tuple[str, Any]], order: Mapping[str, Any]
) -> Iterator[bytes]:
    """Grade a batch in a process of its own and give its answers, a line of JSON each, as they come.

    Args:
        kit: zip of the packages ``scripts`` and ``autograder``.
        build: zip of the build.
        submissions: names, and references to the zips as Ray has them.
        order: fields of ``node.Order``, all but the folder.
    """
    yield _encode("node", socket.gethostname())
    folder = Path(tempfile.mkdtemp(prefix="grade-class-"))
    with tempfile.TemporaryFile() as log:
        try:
            _unpack(folder, kit, build, submissions)
            process = _start(folder / "kit", log)
        except BaseException:
            shutil.rmtree(folder, ignore_errors=True)
            raise
        assert process.stdin is not None and process.stdout is not None
        try:
            process.stdin.write(json.dumps({**order, "folder": str(folder)}).encode() + b"\n")
            process.stdin.flush()
            process.wait()  # what was started forked, and its child goes on
            yield from _read_lines(process.stdout)
            shutil.rmtree(folder, ignore_errors=True)  # still there where the process could not even start Python
        finally:
            process.stdin.close()  # so that it ends and removes the folder, where it still runs
            process.stdout.close()
        log.seek(0)
        if words := log.read().decode("utf-8", "replace").strip():
            yield _encode("log", words[-MAX_LOG:])


def _unpack(folder: Path, kit: bytes, build: bytes, submissions: Sequence[tuple[str, Any]]) -> None:
    import ray

    for name, packed in (("kit", kit), ("build", build)):
        with zipfile.ZipFile(io.BytesIO(packed)) as archive:
            archive.extractall(folder / name)
    (folder / "submissions").mkdir()
    for name, reference in submissions:
        (folder / "submissions" / f"{name}.zip").write_bytes(ray.get(reference))


def _start(kit: Path, log: IO[bytes]) -> subprocess.Popen[bytes]:
    # Ray sets the number of threads for its own workers; a grader has the same environment as without Ray.
    environment = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith("RAY_") and name not in ("OMP_NUM_THREADS", "PYTHONSAFEPATH")
    }
    return subprocess.Popen(
        [sys.executable, "-B", "-m", "scripts.classroom.engine.node"],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=log, cwd=kit, env=environment, umask=0o022,
        start_new_session=True,
    )  # fmt: skip


def _read_lines(stream: IO[bytes]) -> Iterator[bytes]:
    rest = b""
    while True:
        if not select.select([stream], [], [], SECONDS_BETWEEN_LOOKS)[0]:
            continue
        data = os.read(stream.fileno(), 1 << 20)
        if not data:
            return
        *lines, rest = (rest + data).split(b"\n")
        for line in lines:  # noqa: UP028  # Ray sends values into the generator, which a list's iterator cannot take
            yield line


def _encode(kind: str, reason: str) -> bytes:
    return json.dumps({"kind": kind, "reason": reason}).encode()
