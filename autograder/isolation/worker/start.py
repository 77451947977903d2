"""First code of the fork server's process. Its order of imports matters, so ``launch`` calls it and nothing else imports it."""

from __future__ import annotations

import signal
import sys
from pathlib import Path
from types import FrameType
from typing import NoReturn

from autograder.isolation.layers import prctl

CLEAN_UP_SECONDS = 30


def main(arguments: list[str]) -> NoReturn:
    """Become the fork server.

    Args:
        arguments: the folder that ``autograder`` is imported from, the descriptor of the command socket, the pristine tree, what
            student code may import, the grader's pid, and folders to remove at the end.
    """
    source, descriptor, tree, distributions, parent, *owned_folders = arguments
    signal.signal(signal.SIGTERM, _end_soon)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the grader, which then closes the socket
    if sys.platform == "linux":
        prctl.make_non_dumpable()
        prctl.die_with_parent(int(parent), signal.SIGTERM)

    from autograder.isolation.worker import zygote

    zygote.prepare_zygote(Path(tree))
    # Imported last, after memory was collapsed: the code of the server and its workers then lies in few pages, so few are copied.
    from autograder.isolation.worker import fork_server, installed

    installed.limit_imports(distributions.split())
    sys.path.remove(source)
    fork_server.serve(int(descriptor), owned_folders)


def _end_soon(number: int, frame: FrameType | None) -> None:
    """Leave time to clean up: when the grader dies its socket closes, and the server removes its folders and ends."""
    signal.alarm(CLEAN_UP_SECONDS)
