"""What Ray itself runs on a node: unpack a batch, start ``scripts.classroom.engine.node`` on it, and pass its answers on.

The function travels by value, because a node need not have the kit: only the standard library and Ray are imported here.
"""

from __future__ import annotations

import io
import json
import os
import select
import socket
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import IO, Any

SECONDS_BETWEEN_LOOKS = 0.5  # Ray cancels a task between two steps of Python, so no step may wait for long
MAX_LOG = 8_000  # characters

# Makes a folder, names it, and removes it once nobody holds the other end of its standard input any more. What a worker of Ray
# starts is ended with it, and at any moment: before the fork there is no folder, and after it Ray does not know this process.
FOLDER_KEEPER = """
import os, shutil, sys, tempfile
if os.fork():
    os._exit(0)
folder = tempfile.mkdtemp(prefix="grade-class-")
try:
    print(folder, flush=True)
    sys.stdin.buffer.read()
finally:
    shutil.rmtree(folder, ignore_errors=True)
"""


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
    with ExitStack() as stack:
        keeper = subprocess.Popen(
            [sys.executable, "-I", "-c", FOLDER_KEEPER],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            start_new_session=True,
        )
        assert keeper.stdin is not None and keeper.stdout is not None
        stack.callback(keeper.wait)  # what was started forked, and its child goes on
        stack.enter_context(keeper.stdin)
        with keeper.stdout as answer:
            name = os.fsdecode(answer.readline().rstrip(b"\n"))
        if not name:
            raise OSError(f"no folder could be made in {tempfile.gettempdir()}")
        folder = Path(name)
        _unpack(folder, kit, build, submissions)
        log = stack.enter_context(tempfile.TemporaryFile())
        process = _start(folder / "kit", log, keeper.stdin.fileno())
        assert process.stdin is not None and process.stdout is not None
        stack.enter_context(process.stdout)
        stack.enter_context(process.stdin)  # it ends its grader when this is closed
        process.stdin.write(json.dumps({**order, "folder": str(folder)}).encode() + b"\n")
        process.stdin.flush()
        process.wait()  # as the keeper
        yield from _read_lines(process.stdout)
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


def _start(kit: Path, log: IO[bytes], kept_open: int) -> subprocess.Popen[bytes]:
    """Start the process that grades; the folder is kept as long as it holds ``kept_open``."""
    # Ray sets the number of threads for its own workers; a grader has the same environment as without Ray.
    environment = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith("RAY_") and name not in ("OMP_NUM_THREADS", "PYTHONSAFEPATH")
    }
    return subprocess.Popen(
        [sys.executable, "-B", "-m", "scripts.classroom.engine.node"],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=log, cwd=kit, env=environment, umask=0o022,
        start_new_session=True, pass_fds=(kept_open,),
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
