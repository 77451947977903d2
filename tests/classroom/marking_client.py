"""A marking server that runs, and a plain client of it."""

from __future__ import annotations

import asyncio
import contextlib
import http.client
import json
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from scripts.classroom.marking.desk import MarkingDesk
from scripts.classroom.marking.server import HOST, MarkingServer, serve
from scripts.classroom.record.record import Record
from scripts.coursespec.model import Assignment


@contextlib.contextmanager
def running(record: Record, assignment: Assignment, marker: str = "Ada") -> Iterator[MarkingServer]:
    """Serve the page of a class for as long as the context lasts.

    The server opens the record for itself, as the command does: a connection has one transaction at a time, and the test goes on
    using its own from another thread.
    """
    served = Record(record.folder)
    server = MarkingServer(MarkingDesk(served, assignment, marker))
    loop, is_ready = asyncio.new_event_loop(), threading.Event()
    task = loop.create_task(serve(server, is_ready.set))

    def run() -> None:
        asyncio.set_event_loop(loop)
        with contextlib.suppress(asyncio.CancelledError):
            loop.run_until_complete(task)

    thread = threading.Thread(target=run)
    thread.start()
    assert is_ready.wait(30)
    try:
        yield server
    finally:
        loop.call_soon_threadsafe(task.cancel)
        thread.join()
        loop.close()
        served.close()


@dataclass
class Reply:
    """What the server answered."""

    status: int
    headers: http.client.HTTPMessage
    body: bytes

    @property
    def data(self) -> Any:
        """The body's JSON."""
        return json.loads(self.body)


@dataclass
class Client:
    """A browser without scripts: keeps the cookie, and the page's token where it has it."""

    server: MarkingServer
    cookie: str = ""
    headers: dict[str, str] = field(default_factory=dict)

    def enter(self) -> Client:
        """Open the page's address, as the marker does."""
        reply = self.get(f"/?token={self.server.token}")
        self.cookie = str(reply.headers["Set-Cookie"]).partition(";")[0]
        self.headers["X-Marking-Token"] = self.server.write_token
        return self

    def get(self, path: str, **headers: str) -> Reply:
        """Ask for a path; further headers have _ for -."""
        return self._send("GET", path, None, headers)

    def post(self, path: str, body: object, **headers: str) -> Reply:
        """Send JSON to a path."""
        return self._send("POST", path, json.dumps(body).encode(), headers)

    def _send(self, method: str, path: str, body: bytes | None, more: dict[str, str]) -> Reply:
        connection = http.client.HTTPConnection(HOST, self.server.port, timeout=60)
        own = {"Host": f"{HOST}:{self.server.port}", **({"Cookie": self.cookie} if self.cookie else {}), **self.headers}
        try:
            headers = {**own, **{name.replace("_", "-"): value for name, value in more.items()}}
            connection.request(method, path, body, headers)
            given = connection.getresponse()
            return Reply(given.status, given.headers, given.read())
        finally:
            connection.close()
