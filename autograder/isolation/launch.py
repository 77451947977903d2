"""Starts the fork server as a process of its own, with an environment that holds none of the grader's variables."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from autograder.model.manifest import Device

_SOURCE = Path(__file__).resolve().parents[2]
_START = "import sys; sys.path.insert(0, sys.argv[1]); from autograder.isolation.worker.start import main; main(sys.argv[1:])"


def start_fork_server(
    tree: Path, distributions: Sequence[str], device: Device, scratch: Path, owned_folders: list[Path]
) -> tuple[subprocess.Popen[bytes], socket.socket]:
    """Start the fork server.

    Args:
        tree: a pristine tree, which ``testkit`` is imported from.
        distributions: what student code may import, as pip knows it; everything installed where there are none.
        device: where student code runs.
        scratch: the server's folder for temporary files.
        owned_folders: folders that the server removes when it ends.

    Returns:
        The process, and the socket on which it takes commands.

    Raises:
        OSError: no process can be started.
    """
    ours, theirs = socket.socketpair()
    arguments = [
        str(_SOURCE),
        str(theirs.fileno()),
        str(tree),
        " ".join(distributions),
        str(os.getpid()),
        *map(str, owned_folders),
    ]
    try:
        process = subprocess.Popen(
            [sys.executable, "-s", "-B", "-c", _START, *arguments],
            pass_fds=[theirs.fileno()],
            env=_make_environment(device, scratch),
            cwd="/",
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            start_new_session=True,
        )
    except BaseException:
        ours.close()
        raise
    finally:
        theirs.close()
    return process, ours


def _make_environment(device: Device, scratch: Path) -> dict[str, str]:
    environment = {
        "PATH": os.defpath,
        "LANG": "C.UTF-8",
        "PYTHONHASHSEED": "0",
        "OPENBLAS_NUM_THREADS": "1",  # numpy's thread pool would start with the import, in the server
        "OMP_NUM_THREADS": "1",
        "MPLBACKEND": "Agg",
        "MPLCONFIGDIR": str(_find_matplotlib_folder(scratch)),
        "HOME": str(scratch),
        "CUBLAS_WORKSPACE_CONFIG": ":4096:8",
    }
    if device == "cpu":
        environment["CUDA_VISIBLE_DEVICES"] = ""
    elif "CUDA_VISIBLE_DEVICES" in os.environ:  # a scheduler gave this process one of several GPUs
        environment["CUDA_VISIBLE_DEVICES"] = os.environ["CUDA_VISIBLE_DEVICES"]
    if "LD_LIBRARY_PATH" in os.environ:
        environment["LD_LIBRARY_PATH"] = os.environ["LD_LIBRARY_PATH"]
    return environment


def _find_matplotlib_folder(fallback: Path) -> Path:
    """Return where matplotlib keeps its list of fonts, which takes seconds to make: beside the packages if that is writable."""
    folder = Path(sys.prefix) / "share" / "matplotlib-configuration"
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError:
        return fallback
    return folder if os.access(folder, os.W_OK) else fallback
