"""The marking page's server: for one marker, on this computer only.

Who opens the page proves it by a token of the address, which works once and is exchanged for a cookie. Other pages that the
browser has open can neither read nor write here: the cookie is for this site's own requests, a write needs a second token that
stands in the page, and a request by another name than this computer's own is refused.
"""

from __future__ import annotations

import asyncio
import hmac
import logging
import secrets
import sys
import traceback
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from types import TracebackType
from typing import Any

from tornado.httpserver import HTTPServer
from tornado.netutil import bind_sockets
from tornado.web import Application, HTTPError, RequestHandler

from scripts.classroom.marking.desk import MarkingDesk, NotThere
from scripts.classroom.marking.marks import Changed
from scripts.classroom.marking.requests import (
    GivenMark,
    ItemRequest,
    OfAnswer,
    OfQuestion,
    RequestError,
    Zeros,
    read_request,
)
from scripts.classroom.marking.rubric import ItemChanged
from scripts.errors import SpecError

HOST = "127.0.0.1"
PAGE = Path(__file__).with_name("page")
MAX_BODY = 1_000_000  # bytes of a request: 10,000 answers whose points are taken back
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; base-uri 'none'; "
    "form-action 'none'; frame-ancestors 'none'"
)
FIGURE_POLICY = "default-src 'none'; style-src 'unsafe-inline'; sandbox"  # a drawing's own styles; nothing else
STATIC = {
    "mark.css": "text/css; charset=utf-8",
    "mark.js": "text/javascript; charset=utf-8",
    "mark.svg": "image/svg+xml",
}
CONFLICT = 409
UNAVAILABLE = 503
ENTRANCE = (
    '<!doctype html><html lang="en"><title>Marking</title><meta http-equiv="refresh" content="0;url=/">'
    '<link rel="icon" href="/static/mark.svg">'
)


class MarkingServer:
    """Serves the page; call :meth:`start` inside an event loop.

    Args:
        desk: what is marked.
        port: 0 for one that is free.

    Attributes:
        port: where it listens.
        token: opens the page once.
    """

    def __init__(self, desk: MarkingDesk, port: int = 0) -> None:
        self.desk = desk
        self._sockets = bind_sockets(port, HOST)
        self.port: int = self._sockets[0].getsockname()[1]
        self.token = secrets.token_urlsafe(32)
        self.session = secrets.token_urlsafe(32)
        self.write_token = secrets.token_urlsafe(32)
        # Two: the answer that is looked at, and the next one that the page asks for ahead of time.
        self.workers = ThreadPoolExecutor(2, thread_name_prefix="rendering")
        self._server: HTTPServer | None = None

    @property
    def address(self) -> str:
        """The page's address, with the token that opens it once."""
        return f"http://{HOST}:{self.port}/?token={self.token}"

    @property
    def cookie(self) -> str:
        """The cookie's name: browsers share cookies among the ports of a computer."""
        return f"marking_{self.port}"

    def start(self) -> None:
        """Begin to answer requests."""
        logging.getLogger("tornado.access").setLevel(logging.CRITICAL)  # what failed is said by log_exception
        common = {"server": self}
        application = Application(
            [
                (r"/", PageHandler, common),
                (r"/static/(mark\.(?:css|js|svg))", StaticHandler, common),
                (r"/api/overview", OverviewHandler, common),
                (r"/api/question/([\w-]+)", QuestionHandler, common),
                (r"/api/answer/([\w-]+)/([0-9a-f]+)", AnswerHandler, common),
                (r"/api/(mark|undo|item|missing|restore-missing)", WriteHandler, common),
                (r"/figure/([\w-]+)/([0-9a-f]+)/(\d{1,5})", FigureHandler, common),
                (r"/report/([\w-]+)/([0-9a-f]+)", ReportHandler, common),
            ],
            default_handler_class=MissingHandler,
            default_handler_args=common,
        )
        self._server = HTTPServer(application, max_body_size=MAX_BODY, max_header_size=16_384)
        self._server.add_sockets(self._sockets)

    def stop(self) -> None:
        """Stop listening."""
        if self._server is not None:
            self._server.stop()
        self.workers.shutdown(wait=False, cancel_futures=True)

    async def work(self, function: Callable[..., Any], *arguments: object) -> Any:
        """Call a function beside the event loop."""
        return await asyncio.get_running_loop().run_in_executor(self.workers, function, *arguments)


class Handler(RequestHandler):
    """Refuses what does not come from the marker's own page."""

    needs_session = True

    def initialize(self, server: MarkingServer) -> None:
        """Keep the server."""
        self.server = server
        self.desk = server.desk

    def set_default_headers(self) -> None:
        """Allow a page its own files only, and let nobody keep or frame it."""
        self.clear_header("Server")
        self.set_header("Content-Security-Policy", POLICY)
        self.set_header("X-Content-Type-Options", "nosniff")
        self.set_header("Referrer-Policy", "no-referrer")
        self.set_header("Cross-Origin-Resource-Policy", "same-origin")
        self.set_header("Cross-Origin-Opener-Policy", "same-origin")
        self.set_header("Cache-Control", "no-store")

    def prepare(self) -> None:
        """Check the request's name of this computer, where it comes from, and its cookie."""
        hosts = {f"{HOST}:{self.server.port}", f"localhost:{self.server.port}"}
        headers = self.request.headers
        if headers.get("Host", "") not in hosts:  # another site's name that was made to lead here
            raise HTTPError(403)
        if "Origin" in headers and headers["Origin"] not in {f"http://{host}" for host in hosts}:
            raise HTTPError(403)
        if self.needs_session:
            # A cookie goes to every port of this computer, and pages of other ports count as the same site.
            if headers.get("Sec-Fetch-Site", "same-origin") not in ("same-origin", "none"):
                raise HTTPError(403)
            if not _equal(self.get_cookie(self.server.cookie) or "", self.server.session):
                raise HTTPError(403)

    def write_error(self, status_code: int, **given: Any) -> None:
        """Say what is wrong, without details of the server."""
        error = given.get("exc_info", (None, None))[1]
        words = {
            403: "This page is not open in this browser. Stop make mark with Ctrl-C, run it again, and open the address that it "
            "prints.",
            404: "There is nothing here. Load the page again.",
            500: "This failed by a fault of the kit's; the terminal of make mark says more. Load the page again to see what was "
            "saved.",
        }
        if isinstance(error, SpecError):  # such as a record that another program has
            self.set_status(UNAVAILABLE)
            words = {status_code: str(error)}
        elif isinstance(error, NotThere):
            self.set_status(404)
            words = {status_code: str(error)}
        self.set_header("Content-Type", "text/plain; charset=utf-8")
        self.finish(words.get(status_code, "This did not work. Load the page again."))

    def log_exception(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Say in the terminal what is not the page's doing; a fault of the kit's with its traceback, for a report."""
        request = f"{self.request.method} {self.request.path}"
        if isinstance(error, SpecError):
            print(f"error: {request}: {error}", file=sys.stderr, flush=True)
        elif error is not None and not isinstance(error, (HTTPError, NotThere)):
            lines = "".join(traceback.format_exception(kind, error, trace))
            print(
                f"error: {request}: a fault of the kit's ({error!r}); please report it with this:\n{lines}",
                file=sys.stderr,
                flush=True,
            )


class MissingHandler(Handler):
    """Answers for every other address."""

    def prepare(self) -> None:
        """Refuse as the others do; what is left does not exist."""
        super().prepare()
        raise HTTPError(404)


class PageHandler(Handler):
    """The page itself; the first time with the token."""

    needs_session = False

    def get(self) -> None:
        """Exchange the token for a cookie, or give the page to who has that."""
        given, token = self.get_query_argument("token", ""), self.server.token
        if given and token and _equal(given, token):
            self.server.token = ""
            self.set_cookie(self.server.cookie, self.server.session, httponly=True, samesite="Strict", path="/")
            # No redirect: after a click in another program, a strict cookie does not go along with one.
            self.write(ENTRANCE)
        elif _equal(self.get_cookie(self.server.cookie) or "", self.server.session):
            page = (PAGE / "mark.html").read_text(encoding="utf-8")
            self.write(page.replace("{{ token }}", self.server.write_token))
        else:
            raise HTTPError(403)


class StaticHandler(Handler):
    """The page's own files."""

    def get(self, name: str) -> None:
        """Give one."""
        self.set_header("Content-Type", STATIC[name])
        self.write((PAGE / name).read_bytes())


class OverviewHandler(Handler):
    """All questions, how far each is marked, and how alike two markers marked."""

    def get(self) -> None:
        """Give them."""
        self.write(self.desk.overview())


class QuestionHandler(Handler):
    """A question with its rubric and the list of its answers."""

    async def get(self, question: str) -> None:
        """Give it."""
        self.desk.check_question(question)
        texts = await self.server.work(self.desk.render_question, question, self.desk.item_texts(question))
        self.write({**texts, **self.desk.state_of(question, is_second=_is_second(self))})


class AnswerHandler(Handler):
    """An answer with its newest mark."""

    async def get(self, question: str, key: str) -> None:
        """Give it."""
        card = self.desk.find_card(question, key)
        shown = await self.server.work(self.desk.render_answer, question, card)
        self.write({**shown, **self.desk.mark_of(question, card, is_second=_is_second(self))})


class WriteHandler(Handler):
    """Keeps what the marker does."""

    def prepare(self) -> None:
        """Ask for the token that only the page knows, too."""
        super().prepare()
        if not _equal(self.request.headers.get("X-Marking-Token", ""), self.server.write_token):
            raise HTTPError(403)

    async def post(self, action: str) -> None:
        """Do it, and give what the page shows afterwards."""
        try:
            self.write(await self._do(read_request(action, self.request.body)))
        except (Changed, ItemChanged):
            self.set_status(CONFLICT)
            self.write({"problem": "Somebody else changed this meanwhile. Nothing of yours was saved."})
        except (SpecError, RequestError) as error:
            self.set_status(400)
            self.write({"problem": str(error)})

    async def _do(self, given: OfQuestion) -> dict[str, Any]:
        if isinstance(given, GivenMark):
            return self.desk.mark(given)
        if isinstance(given, OfAnswer):
            return self.desk.undo(given)
        if isinstance(given, Zeros):
            return self.desk.take_back_zeros(given)
        question = given.question
        if isinstance(given, ItemRequest):
            self.desk.edit_item(given)
            await self.server.work(self.desk.render_question, question, self.desk.item_texts(question))
            return self.desk.state_of(question, is_second=given.second)
        cards = self.desk.unmarked_cards(question)
        return self.desk.give_no_points(question, await self.server.work(self.desk.find_missing, question, cards))


class FigureHandler(Handler):
    """A figure of a submission, as an image and nothing else."""

    async def get(self, question: str, key: str, index: str) -> None:
        """Give it."""
        card = self.desk.find_card(question, key)
        found = await self.server.work(self.desk.read_figure, question, card, int(index))
        if found is None:
            raise HTTPError(404)
        self.set_header("Content-Security-Policy", FIGURE_POLICY)
        self.set_header("Content-Type", found[1])
        self.write(found[0])


class ReportHandler(Handler):
    """A submission's PDF, as a download."""

    async def get(self, question: str, key: str) -> None:
        """Give it."""
        data = await self.server.work(self.desk.read_report, self.desk.find_card(question, key))
        if data is None:
            raise HTTPError(404)
        self.set_header("Content-Security-Policy", FIGURE_POLICY)
        self.set_header("Content-Type", "application/pdf")
        self.set_header("Content-Disposition", f'attachment; filename="answer-{key[:6]}.pdf"')
        self.write(data)


async def serve(server: MarkingServer, on_ready: Callable[[], object]) -> None:
    """Answer requests until the task is cancelled.

    Args:
        server: not started yet.
        on_ready: called when it answers.
    """
    server.start()
    try:
        on_ready()
        await asyncio.Event().wait()
    finally:
        server.stop()


def _equal(one: str, other: str) -> bool:
    return hmac.compare_digest(one.encode(), other.encode())


def _is_second(handler: RequestHandler) -> bool:
    return handler.get_query_argument("second", "") == "1"
