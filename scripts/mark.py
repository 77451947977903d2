"""Mark written answers in the browser: question by question, without names.

The page is served on this computer only, and everything is kept in the class's record as one goes.
"""

from __future__ import annotations

import asyncio
import contextlib
import getpass
import webbrowser
from collections.abc import Sequence

from scripts.errors import SpecError, run_command
from scripts.options import find_class_folder, load_selected_assignment, make_parser

MAX_NAME = 100  # characters
MAX_PORT = 65535


def main(arguments: Sequence[str]) -> int:
    """Serve the marking page until Ctrl-C."""
    from scripts.classroom.marking.desk import MarkingDesk
    from scripts.classroom.marking.server import MarkingServer, serve
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
        server = MarkingServer(desk, options.port)

        def announce() -> None:
            print(f"Marking as {desk.marker}; the address works once, in one browser:")
            print(f"  {server.address}")
            print("Every mark is kept at once; stop with Ctrl-C.", flush=True)
            if not options.no_browser:
                webbrowser.open(server.address)

        with contextlib.suppress(KeyboardInterrupt):
            asyncio.run(serve(server, announce))
    print("stopped; all marks are in the record")
    return 0


def _find_name(given: str) -> str:
    """Return the marker's name: the one that was given, or the account's."""
    name = " ".join((given or getpass.getuser()).split())
    if not name or len(name) > MAX_NAME:
        raise SpecError(f"--marker: write a name of 1 to {MAX_NAME} characters, such as --marker Ada.")
    return name


if __name__ == "__main__":
    run_command(main)
