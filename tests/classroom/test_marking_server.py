"""The marking page's server: for its marker only, and answers of students do nothing in it."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from scripts.classroom.marking import marks, rubric
from scripts.classroom.marking.answers import MAX_ANSWER_BYTES
from scripts.classroom.marking.server import MarkingServer
from scripts.classroom.record.record import Record
from scripts.coursespec.model import Assignment
from tests.classroom.marking_client import Client, running
from tests.classroom.written_class import (
    QUESTION,
    answer_files,
    enrol,
    hand_in,
    make_written_class,
    zip_of,
)


@pytest.fixture
def record(tmp_path: Path) -> Iterator[Record]:
    with make_written_class(tmp_path / "class", ["Because of $w > 1$.", "No idea.", ""]) as made:
        yield made


@pytest.fixture
def client(server: MarkingServer) -> Client:
    return Client(server).enter()


def only_card(record: Record) -> str:
    (card,) = marks.list_cards(record, QUESTION)
    return card.key


def png(size: tuple[int, int]) -> bytes:
    stream = io.BytesIO()
    Image.new("1", size).save(stream, "PNG")
    return stream.getvalue()


# Who may come in.


def test_token_works_once(server: MarkingServer) -> None:
    """The address opens the page in one browser; the cookie keeps it open there, and is no other site's to use."""
    path = server.address.partition(str(server.port))[2]
    first = Client(server).get(path)
    cookie = str(first.headers["Set-Cookie"])
    assert "HttpOnly" in cookie and "SameSite=Strict" in cookie
    assert server.write_token.encode() not in first.body
    assert Client(server).get(path).status == 403
    assert server.write_token.encode() in Client(server, cookie.partition(";")[0]).get("/").body


@pytest.mark.parametrize("token", ["", "wrong", "ü"])
def test_wrong_token_is_refused(server: MarkingServer, token: str) -> None:
    assert Client(server).get(f"/?token={token.encode().hex() if not token.isascii() else token}").status == 403
    assert Client(server).enter().get("/").status == 200


def test_spent_token_stays_spent(client: Client) -> None:
    assert Client(client.server).get("/?token=").status == 403


@pytest.mark.parametrize(
    "path", ["/", "/static/mark.js", "/api/overview", f"/api/question/{QUESTION}", "/report/why/aa", "/nothing"]
)
def test_stranger_gets_nothing(client: Client, path: str) -> None:
    stranger = Client(client.server, f"{client.server.cookie}=guess")
    assert stranger.get(path).status == 403
    assert b"Ada" not in stranger.get(path).body


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1", "127.0.0.1:1", "127.0.0.1.evil.example:80", ""])
def test_other_host_is_refused(client: Client, host: str) -> None:
    """A site whose name was made to lead to this computer sends its own name, and gets nothing."""
    assert client.get("/api/overview", Host=host).status in (400, 403)


def test_both_names_of_this_computer_open(client: Client) -> None:
    name = f"localhost:{client.server.port}"
    assert client.get("/api/overview", Host=name, Origin=f"http://{name}").status == 200


def test_closed_page_says_how_to_open_it(client: Client) -> None:
    """A bookmark, or the address in a second browser."""
    reply = Client(client.server).get("/")
    assert reply.status == 403 and b"run it again, and open the address that it prints" in reply.body


@pytest.mark.parametrize(
    ("name", "kind"), [("mark.css", "text/css"), ("mark.js", "text/javascript"), ("mark.svg", "image/svg+xml")]
)
def test_own_files_have_their_type(client: Client, name: str, kind: str) -> None:
    """A browser that is told nosniff uses no file of another type."""
    assert str(client.get(f"/static/{name}").headers["Content-Type"]).partition(";")[0] == kind


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "http://evil.example"},
        {"Origin": "null"},
        {"Sec_Fetch_Site": "same-site"},
        {"Sec_Fetch_Site": "cross-site"},
    ],
)
def test_other_site_is_refused(client: Client, headers: dict[str, str]) -> None:
    assert client.get("/api/overview", **headers).status == 403
    assert client.get("/api/overview").status == 200


def test_question_that_is_not_asked(client: Client) -> None:
    """A page that is older than the spec asks for it."""
    reply = client.get("/api/question/nothing")
    assert reply.status == 404 and b"does not ask this question" in reply.body


def test_write_needs_page_token(client: Client, record: Record) -> None:
    """The cookie alone writes nothing, and no address writes when it is only opened."""
    body = {
        "question": QUESTION,
        "key": marks.list_cards(record, QUESTION)[0].key,
        "seen": 0,
        "items": [],
        "adjustment": 1,
    }
    for token in ("", "guess"):
        assert client.post("/api/mark", {**body, "comment": ""}, X_Marking_Token=token).status == 403
    assert client.get("/api/mark").status == 405
    assert not marks.has_begun(record)
    assert client.post("/api/mark", {**body, "comment": ""}).status == 200
    assert marks.has_begun(record)


@pytest.mark.parametrize("path", ["/", "/static/mark.css", "/api/overview", "/nothing", f"/api/question/{QUESTION}"])
def test_every_reply_has_policy(client: Client, path: str) -> None:
    headers = client.get(path).headers
    policy = str(headers["Content-Security-Policy"])
    assert policy.startswith(
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'"
    )
    assert "unsafe" not in policy
    assert {"base-uri 'none'", "form-action 'none'", "frame-ancestors 'none'"} <= set(policy.split("; "))
    assert headers["Referrer-Policy"] == "no-referrer"
    assert headers["Cross-Origin-Resource-Policy"] == headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Cache-Control"] == "no-store"


def test_server_is_on_this_computer_only(server: MarkingServer) -> None:
    assert {one.getsockname()[0] for one in server._sockets} == {"127.0.0.1"}


# What the page gets.


def test_names_do_not_reach_the_page(client: Client, record: Record) -> None:
    texts = [client.get(path).body for path in ("/", "/api/overview", f"/api/question/{QUESTION}")]
    texts += [client.get(f"/api/answer/{QUESTION}/{card.key}").body for card in marks.list_cards(record, QUESTION)]
    whole = b"".join(texts)
    assert b"Because of" in whole
    for known in record.people():
        assert known.person.name.encode() not in whole and known.person.email.encode() not in whole


def test_question_has_its_rubric(client: Client) -> None:
    question = client.get(f"/api/question/{QUESTION}").data
    assert [item["points"] for item in question["items"]] == [1, 0.5, -0.5]
    assert "<em>example</em>" in question["items"][1]["html"]
    assert "<math" in question["model"]
    assert question["remarks"] == ["<p>Any wording counts.</p>"]


def test_answers_are_rendered(client: Client, record: Record) -> None:
    """Formulas are mathematics, and a missing answer is said and not marked by itself."""
    cards = marks.list_cards(record, QUESTION)
    shown = [client.get(f"/api/answer/{QUESTION}/{card.key}").data for card in cards]
    assert sum("<math" in one["html"] for one in shown) == 1
    assert sum(one["empty"] for one in shown) == 1
    assert all(one["mark"] is None and one["seen"] == 0 for one in shown)


def test_mark_undo_and_conflict(client: Client, record: Record) -> None:
    """Two pages: the slower one hears of the newer mark, and nothing of it is overwritten."""
    key = marks.list_cards(record, QUESTION)[0].key
    items = [item["id"] for item in client.get(f"/api/question/{QUESTION}").data["items"]]
    body = {"question": QUESTION, "key": key, "seen": 0, "items": items[:1], "adjustment": 0.25, "comment": "ok"}
    saved = client.post("/api/mark", body).data
    assert saved["mark"] == {"items": items[:1], "adjustment": 0.25, "comment": "ok", "marker": "Ada", "points": 1.25}
    refused = client.post("/api/mark", {**body, "comment": "from the other page"})
    assert refused.status == 409 and "Somebody else" in refused.data["problem"]
    assert client.get(f"/api/answer/{QUESTION}/{key}").data["mark"]["comment"] == "ok"
    undone = client.post("/api/undo", {"question": QUESTION, "key": key, "seen": saved["seen"]}).data
    assert undone["mark"] is None and undone["seen"] > saved["seen"]


def test_missing_answers_get_zero_at_once(tmp_path: Path, assignment: Assignment) -> None:
    """Those alone that are not there and nobody marked; taking it back leaves what was marked since."""
    texts = ["Because.", "", "<!-- write here -->\n", " ", "\n"]
    with make_written_class(tmp_path / "class", texts) as record, running(record, assignment) as server:
        (other,) = enrol(record, 1)
        hand_in(record, [other], zip_of({"report.pdf": b"%PDF-1.7 answers are in here"}))
        client = Client(server).enter()
        cards = {card.people[0]: card.key for card in marks.list_cards(record, QUESTION)}
        people = {key: person for person, key in cards.items()}
        ids = sorted(known.id for known in record.people())[: len(texts)]
        body = {"question": QUESTION, "key": cards[ids[4]], "seen": 0, "items": [1], "adjustment": 0, "comment": ""}
        client.post("/api/mark", body)

        given = client.post("/api/missing", {"question": QUESTION}).data
        assert {people[one["key"]] for one in given["zeros"]} == set(ids[1:4])
        zeros = {person: mark.items for person, mark in marks.newest_marks(record, QUESTION).items()}
        assert zeros == {ids[1]: frozenset(), ids[2]: frozenset(), ids[3]: frozenset(), ids[4]: frozenset([1])}
        assert client.post("/api/missing", {"question": QUESTION}).data["zeros"] == []

        seen = next(one["seen"] for one in given["zeros"] if people[one["key"]] == ids[1])
        client.post("/api/mark", {**body, "key": cards[ids[1]], "seen": seen})
        back = client.post("/api/restore-missing", {"question": QUESTION, "zeros": given["zeros"]}).data
        assert back["kept"] == 1
        assert set(marks.newest_marks(record, QUESTION)) == {ids[1], ids[4]}
        assert client.post("/api/missing", {"question": "nothing"}).status == 404


def test_item_edit_reaches_marks(client: Client, record: Record) -> None:
    card = marks.list_cards(record, QUESTION)[0]
    item = client.get(f"/api/question/{QUESTION}").data["items"][0]
    marks.save_mark(record, card, QUESTION, "Ada", seen=0, items=[item["id"]])
    seen = {"text": item["text"], "points": item["points"]}
    body = {
        "question": QUESTION,
        "action": "change",
        "id": item["id"],
        "seen": seen,
        "text": "*all* weights",
        "points": 2,
    }
    changed = client.post("/api/item", body).data
    assert changed["items"][0]["html"] == "<p><em>all</em> weights</p>"
    assert {one["key"]: one["points"] for one in changed["cards"]}[card.key] == 2
    assert client.post("/api/item", body).status == 409


@pytest.mark.parametrize(
    "body",
    [
        [],
        {},
        {"question": "no", "key": "aa"},
        {"question": QUESTION, "key": "aa", "seen": 0, "items": [], "adjustment": 0, "comment": ""},
        {"question": QUESTION, "key": "KEY", "seen": "x", "items": [], "adjustment": 0, "comment": ""},
        {"question": QUESTION, "key": "KEY", "seen": 0, "items": [9999], "adjustment": 0, "comment": ""},
        {"question": QUESTION, "key": "KEY", "seen": 0, "items": [], "adjustment": float("nan"), "comment": ""},
        {"question": QUESTION, "key": "KEY", "seen": 0, "items": [], "adjustment": 0, "comment": "x" * 20_000},
        {"question": QUESTION, "key": "KEY", "seen": 2**80, "items": [2**80], "adjustment": 0, "comment": ""},
    ],
)
def test_odd_request_writes_nothing(client: Client, record: Record, body: dict[str, object]) -> None:
    if isinstance(body, dict) and body.get("key") == "KEY":
        body = {**body, "key": marks.list_cards(record, QUESTION)[0].key}
    reply = client.post("/api/mark", body)
    assert reply.status in (400, 404, 409)
    words = reply.body.decode() if reply.status == 404 else reply.data["problem"]
    assert words.endswith(".") and "kit" not in words
    assert not marks.has_begun(record)


@pytest.mark.parametrize("body", [b"", b"{", b"\xff", b"[" * 100_000, b'{"question": "\\ud800", "key": "a"}'])
def test_what_is_no_request_is_said(client: Client, body: bytes) -> None:
    for action in ("mark", "undo", "item", "missing", "restore-missing"):
        reply = client._send("POST", f"/api/{action}", body, {})
        assert reply.status == 400
        assert reply.data["problem"].startswith("This cannot be used and was not saved (")


def test_answer_that_was_replaced_is_said(client: Client, record: Record) -> None:
    """A student hands in again while the page shows the earlier answer."""
    card = marks.list_cards(record, QUESTION)[0]
    hand_in(record, card.people, zip_of(answer_files("Something newer.")), hours=1)
    body = {"question": QUESTION, "key": card.key, "seen": 0, "items": [], "adjustment": 0, "comment": ""}
    for reply in (client.get(f"/api/answer/{QUESTION}/{card.key}"), client.post("/api/mark", body)):
        assert reply.status == 404 and b"something newer was handed in" in reply.body
    assert not marks.has_begun(record)


def test_zeros_of_replaced_answers_stay(client: Client, record: Record) -> None:
    (zero,) = client.post("/api/missing", {"question": QUESTION}).data["zeros"]
    card = next(one for one in marks.list_cards(record, QUESTION) if one.key == zero["key"])
    hand_in(record, card.people, zip_of(answer_files("Something newer.")), hours=1)
    reply = client.post("/api/restore-missing", {"question": QUESTION, "zeros": [zero]})
    assert reply.status == 200 and reply.data["kept"] == 1


def test_record_of_another_program_is_said(client: Client, record: Record, capfd: pytest.CaptureFixture[str]) -> None:
    """What the marker cannot change is a sentence on the page and a line in the terminal, without a traceback."""
    card = marks.list_cards(record, QUESTION)[0]
    client.server.desk.record.query("pragma query_only = 1")
    reply = client.get(f"/api/answer/{QUESTION}/{card.key}")
    assert reply.status == 503 and b"see that you may write the file" in reply.body
    body = {"question": QUESTION, "key": card.key, "seen": 0, "items": [], "adjustment": 0, "comment": ""}
    assert "see that you may write the file" in client.post("/api/mark", body).data["problem"]
    said = capfd.readouterr().err
    assert said.startswith(f"error: GET /api/answer/{QUESTION}/{card.key}: ") and "Traceback" not in said


def test_fault_of_the_kit_is_said(client: Client, record: Record, capfd: pytest.CaptureFixture[str]) -> None:
    """It is no fault of the page's: the terminal has what a report of it needs."""
    card = marks.list_cards(record, QUESTION)[0]
    client.server.desk.asked[QUESTION] = None  # type: ignore[assignment]  # as a fault may leave it
    body = {"question": QUESTION, "key": card.key, "seen": 0, "items": [], "adjustment": 0, "comment": ""}
    reply = client.post("/api/mark", body)
    assert reply.status == 500 and b"terminal of make mark" in reply.body
    said = capfd.readouterr().err
    assert said.startswith("error: POST /api/mark: a fault of the kit's (") and "Traceback" in said


def test_second_marker_sees_no_first_mark(tmp_path: Path, assignment: Assignment) -> None:
    with make_written_class(tmp_path / "twice", [f"answer {number}" for number in range(12)]) as record:
        rubric.sync_rubric(record, assignment.questions)
        for card in marks.list_cards(record, QUESTION):
            marks.save_mark(record, card, QUESTION, "Ada", seen=0, items=[], adjustment=1, comment="mine")
        with running(record, assignment, "Bo") as server:
            client = Client(server).enter()
            cards = client.get(f"/api/question/{QUESTION}?second=1").data["cards"]
            assert len(cards) == 2 and all(card["points"] is None for card in cards)
            key = cards[0]["key"]
            assert client.get(f"/api/answer/{QUESTION}/{key}?second=1").data["mark"] is None
            body = {"question": QUESTION, "key": key, "second": True, "seen": 0, "items": [], "adjustment": 1}
            assert client.post("/api/mark", {**body, "comment": ""}).data["mark"]["marker"] == "Bo"
            overview = client.get("/api/overview").data["questions"][0]
            assert overview["agreement"] == {"answers": 1, "exact": 1, "difference": 0}
            assert overview["marked"] == 12


# Hand-ins of all sorts. Each costs nobody but itself.


def show(tmp_path: Path, assignment: Assignment, data: bytes) -> dict[str, Any]:
    """Return what the page gets of the answer in a class's only hand-in."""
    with Record(tmp_path / "one") as record:
        hand_in(record, enrol(record, 1), data)
        with running(record, assignment) as server:
            return dict(Client(server).enter().get(f"/api/answer/{QUESTION}/{only_card(record)}").data)


BROKEN = {
    "no zip": (b"PK\x03\x04 and nothing more", "is not a zip"),
    "nothing": (zip_of({"notes.txt": "x"}), ""),
    "too long": (
        zip_of(answer_files("x" * (MAX_ANSWER_BYTES + 1))),
        f"report/answers/{QUESTION}.md is larger than",
    ),
    "byte-order mark": (zip_of(answer_files(b"\xef\xbb\xbf\n")), ""),
    "deep": (zip_of(answer_files(">" * 50_000)), "nested too deeply"),
}


@pytest.mark.parametrize("name", BROKEN)
def test_broken_hand_in_is_explained(tmp_path: Path, assignment: Assignment, name: str) -> None:
    data, words = BROKEN[name]
    shown = show(tmp_path, assignment, data)
    assert words in " ".join(shown["problems"])
    assert shown["empty"] == (name != "deep")


def test_answer_in_folder_is_found(tmp_path: Path, assignment: Assignment) -> None:
    files = {f"hw/{name}": content for name, content in answer_files("Below a folder.").items()}
    assert "Below a folder." in str(show(tmp_path, assignment, zip_of(files))["html"])


def test_odd_bytes_are_shown(tmp_path: Path, assignment: Assignment) -> None:
    odd = b"\xff\xfe\x00 caf\xe9 \xed\xa0\x80 {{a.b}} $\\frac{$ \x1b[31m"
    shown = show(tmp_path, assignment, zip_of({**answer_files(""), f"report/answers/{QUESTION}.md": odd}))
    assert "caf" in str(shown["html"]) and not shown["empty"]


def test_numbers_are_filled_in(tmp_path: Path, assignment: Assignment) -> None:
    files = {**answer_files("It is {{run.accuracy:.2f}}."), "report/metrics.json": '{"run": {"accuracy": 0.98765}}'}
    assert "<p>It is 0.99.</p>" in str(show(tmp_path, assignment, zip_of(files))["html"])


FIGURES: dict[str, tuple[Callable[[], bytes], str | None]] = {
    "a.png": (lambda: png((4, 3)), "image/png"),
    "drawing.svg": (
        lambda: b'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><script>x()</script></svg>',
        "image/svg+xml",
    ),
    "page.png": (lambda: b"<html><script>alert(1)</script></html>", None),
    "bomb.png": (lambda: png((20_000, 20_000)), None),
    "bomb.svg": (
        lambda: b'<!DOCTYPE svg [<!ENTITY a "aaaa">]><svg xmlns="http://www.w3.org/2000/svg">&a;</svg>',
        None,
    ),
    "large.svg": (lambda: b"<svg>" + b" " * (6 * 2**20) + b"</svg>", None),
    'x" onerror="alert(1).png': (lambda: png((4, 3)), "image/png"),
}


@pytest.mark.parametrize("name", FIGURES)
def test_figures_are_images_only(tmp_path: Path, assignment: Assignment, name: str) -> None:
    """A figure comes as an image that may load and run nothing; what is none, or too large, does not come."""
    make_data, kind = FIGURES[name]
    with Record(tmp_path / "one") as record:
        hand_in(record, enrol(record, 1), zip_of({**answer_files("x"), f"report/figures/{name}": make_data()}))
        with running(record, assignment) as server:
            reply = Client(server).enter().get(f"/figure/{QUESTION}/{only_card(record)}/0")
            assert reply.status == (404 if kind is None else 200)
            if kind is not None:
                assert reply.headers["Content-Type"] == kind
                assert str(reply.headers["Content-Security-Policy"]) == (
                    "default-src 'none'; style-src 'unsafe-inline'; sandbox"
                )


def test_report_of_another_kind_is_not_given(tmp_path: Path, assignment: Assignment) -> None:
    """A page under the name of a PDF would be opened as one that the marker trusts."""
    with Record(tmp_path / "one") as record:
        hand_in(record, enrol(record, 1), zip_of({**answer_files("x"), "report.pdf": b"<html>no PDF</html>"}))
        with running(record, assignment) as server:
            assert Client(server).enter().get(f"/report/{QUESTION}/{only_card(record)}").status == 404


def test_report_is_a_download(tmp_path: Path, assignment: Assignment) -> None:
    with Record(tmp_path / "one") as record:
        hand_in(record, enrol(record, 1), zip_of({**answer_files("x"), "report.pdf": b"%PDF-1.7 ..."}))
        with running(record, assignment) as server:
            client, key = Client(server).enter(), only_card(record)
            assert client.get(f"/api/answer/{QUESTION}/{key}").data["report"] is True
            reply = client.get(f"/report/{QUESTION}/{key}")
            assert reply.status == 200
            assert str(reply.headers["Content-Disposition"]).startswith("attachment;")
            assert reply.headers["Content-Type"] == "application/pdf"
            assert str(reply.headers["Content-Security-Policy"]).endswith("sandbox")


HOSTILE = [
    "[out](https://evil.example/page)",
    "<script>window.hacked = 1</script>",
    "<img src=x onerror='window.hacked = 1'>",
    "[click](javascript:window.hacked=1)",
    "[click](<JaVaScRiPt:window.hacked=1>)",
    "[click](data:text/html,<script>1</script>)",
    "![remote](https://evil.example/a.png)",
    "![remote](//evil.example/a.png)",
    "![inside](/api/overview)",
    "![inside](data:image/svg+xml,<svg onload=alert(1)>)",
    "<svg onload=window.hacked=1><a href=javascript:1>x</a></svg>",
    "<math><mtext><table><mglyph><style><img src=x onerror=window.hacked=1></style></mglyph></table></mtext></math>",
    "$\\href{javascript:window.hacked=1}{x}$ $\\text{<img src=x onerror=window.hacked=1>}$",
    "```{=html}\n<script>window.hacked = 1</script>\n```",
    "# x {#comment onclick='window.hacked=1'}\n\n[y]{style='position:fixed' onmouseover=window.hacked=1}",
    "<iframe src='https://evil.example'></iframe><form action='https://evil.example'><input name=a></form>",
    "<meta http-equiv=refresh content='0;url=https://evil.example'><base href='https://evil.example/'>",
    "<link rel=stylesheet href='https://evil.example/x.css'><style>@import 'https://evil.example/y.css';</style>",
    '<https://evil.example/" onmouseover="window.hacked=1>',
    '[ref]\n\n[ref]: javascript:window.hacked=1 "title" onclick=1',
]


def test_rendered_answer_has_no_hooks(tmp_path: Path, assignment: Assignment) -> None:
    """Nothing that runs, loads, submits or takes the page's own names is left of hostile answers."""
    tags: list[tuple[str, dict[str, str | None]]] = []

    class Reader(HTMLParser):
        def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
            tags.append((tag, dict(attributes)))

    html = str(show(tmp_path, assignment, zip_of(answer_files("\n\n".join(HOSTILE))))["html"])
    Reader().feed(html)
    assert not {tag for tag, _ in tags} & {
        "script",
        "iframe",
        "form",
        "input",
        "style",
        "link",
        "meta",
        "base",
        "svg",
        "img",
    }
    names = {name for _, attributes in tags for name in attributes}
    assert not {name for name in names if name.startswith("on") or name in ("id", "name", "style", "srcset", "action")}
    links = {str(attributes["href"]) for _, attributes in tags if "href" in attributes}
    assert links == {"https://evil.example/page"}  # followed only by who clicks it
    assert "window.hacked" in html  # as text
