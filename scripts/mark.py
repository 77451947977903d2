"""Mark written answers in the browser: question by question, without names.

The page is served on this computer only, and everything is kept in the class's record as one goes.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import sys
import threading
import webbrowser
from collections.abc import Sequence
from typing import TYPE_CHECKING

from scripts.errors import SpecError, run_command
from scripts.options import find_class_folder, find_user_name, load_selected_assignment, make_parser

if TYPE_CHECKING:
    from scripts.classroom.marking.desk import MarkingDesk
    from scripts.classroom.marking.server import MarkingServer

MAX_NAME = 100  # characters
MAX_PORT = 65535


def main(arguments: Sequence[str]) -> int:
    """Serve the marking page until Ctrl-C."""
    from scripts.classroom.marking.desk import MarkingDesk
    from scripts.classroom.marking.server import serve
    from scripts.classroom.record.record import Record

    parser = make_parser("mark", __doc__, has_class=True)
    parser.add_argument("--marker", default="", help="your name beside your marks; by default that of your account")
    parser.add_argument("--port", type=int, default=0, help="a port of this computer; by default one that is free")
    parser.add_argument("--no-browser", action="store_true", help="print the page's address and do not open it")
    options = parser.parse_args(arguments)
    if not 0 <= options.port <= MAX_PORT:
        raise SpecError(f"--port {options.port}: a port is a number up to {MAX_PORT}; leave it out for a free one.")
    assignment = load_selected_assignment(options)
    if not assignment.questions:
        raise SpecError(f"{assignment.display_path}: asks no written questions, so there is nothing to mark.")
    with Record(find_class_folder(options)) as record:
        record.bind(assignment.name)
        desk = MarkingDesk(record, assignment, _find_name(options.marker))
        server = _listen(desk, options.port)

        def announce() -> None:
            print(f"Marking as {desk.marker}; the address works once, in one browser:")
            print(f"  {server.address}")
            print("Every mark is kept at once; stop with Ctrl-C.", flush=True)
            if not options.no_browser and _has_screen():
                # Beside the server: some browsers' start returns only after they have the page.
                threading.Thread(target=webbrowser.open, args=(server.address,), daemon=True).start()

        with contextlib.suppress(KeyboardInterrupt):
            asyncio.run(serve(server, announce))
    print("stopped; all marks are in the record")
    return 0


def _listen(desk: MarkingDesk, port: int) -> MarkingServer:
    """Return the page's server, which has its port.

    Raises:
        SpecError: the port is not free.
    """
    from scripts.classroom.marking.server import MarkingServer

    try:
        return MarkingServer(desk, port)
    except OSError as error:
        raise SpecError(
            f"--port {port}: cannot be used ({error.strerror or error}); name another, or leave it out for a free one."
        ) from error


def _has_screen() -> bool:
    """Return whether a browser has a window; one in the terminal would use up the address and stop the command."""
    return sys.platform in ("darwin", "win32") or bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def _find_name(given: str) -> str:
    """Return the marker's name: the one that was given, or the account's."""
    name = " ".join((given or find_user_name()).split())
    if not name or len(name) > MAX_NAME:
        raise SpecError(f"--marker: write a name of 1 to {MAX_NAME} characters, such as --marker Ada.")
    return name


if __name__ == "__main__":
    run_command(main)
