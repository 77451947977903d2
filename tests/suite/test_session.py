"""A session against a worker that lies: every claim is checked, bounded, and ends the worker where no honest one makes it."""

from __future__ import annotations

import os
import socket
import struct
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec
import pytest
import torch

from autograder.isolation.rpc import messages
from autograder.isolation.rpc.channel import Channel
from autograder.isolation.rpc.framing import Link
from autograder.isolation.rpc.output import OutputCapture
from autograder.isolation.worker import protocol
from autograder.isolation.worker_handle import Worker, WorkerSpec
from autograder.model.manifest import Limits
from autograder.suite.errors import StudentError, UnsendableError, WorkerEnded
from autograder.suite.hints import Trace, is_same_trace
from autograder.suite.session import MAX_HANDLES, MAX_RECORDED_BYTES, Clock, Handle, Session
from testkit import check

PATIENCE = 120.0  # seconds; a limit that no test meets, however slow the machine is

Script = Callable[[Link, Any], None]


class LyingServer:
    """Hands out one worker whose other end is a thread that does what a script says, over a real socket."""

    def __init__(self, script: Script, folder: Path) -> None:
        self.script, self.folder = script, folder
        self.finished = self.discarded = 0

    def spawn(self, wanted: WorkerSpec) -> Worker:
        ours, theirs = socket.socketpair()
        threading.Thread(target=self._live, args=(theirs,), daemon=True).start()
        read, write = os.pipe()
        os.close(write)
        printed = OutputCapture(read)
        return Worker(os.getpid(), Channel(ours, printed), self.folder, printed, wanted.limits, measures_disk=True)

    def _live(self, sock: socket.socket) -> None:
        link = Link(sock)
        try:
            link.send(messages.encode(messages.Returned(0, None)))
            while True:
                self.script(link, link.receive_request())
        except (messages.GoneError, messages.ProtocolError):
            sock.close()

    def spawn_ahead(self, *_: object) -> None:
        raise AssertionError("nothing follows")

    def finish(self, worker: Worker) -> protocol.Finished:
        self.finished += 1
        worker.channel.close()
        return protocol.Finished(0, 0.0)

    def discard(self, worker: Worker) -> None:
        self.discarded += 1
        worker.channel.close()


def open_session(script: Script, folder: Path, known: frozenset[str] = frozenset()) -> Session:
    server: Any = LyingServer(script, folder)
    return Session(server, folder, Limits(wall_seconds=PATIENCE), 0, Clock(time.monotonic() + PATIENCE), known)


def answers(*values: messages.Value) -> Script:
    """A worker that gives these answers in turn, the last one for ever."""
    left = list(values)

    def script(link: Link, request: Any) -> None:
        link.send(messages.encode(messages.Returned(request.seq, left.pop(0) if len(left) > 1 else left[0])))

    return script


def protocol_error(session: Session, call: Callable[[], object]) -> None:
    """``call`` ends the worker for good, and nothing is asked of it again."""
    with pytest.raises(WorkerEnded) as caught:
        call()
    assert caught.value.ending == "protocol"
    with pytest.raises(WorkerEnded):
        session.module("src.again")
    assert session._server.finished == 1  # type: ignore[attr-defined]


def test_answer_to_other_request_ends_worker(tmp_path: Path) -> None:
    for wrong in (-1, 0, 2, 2**63):
        session = open_session(
            lambda link, request, wrong=wrong: link.send(messages.encode(messages.Returned(wrong, None))), tmp_path
        )
        protocol_error(session, lambda: session.module("src.x"))  # noqa: B023


def test_answer_without_request_ends_worker(tmp_path: Path) -> None:
    def script(link: Link, request: Any) -> None:
        link.send(
            messages.encode(messages.Returned(request.seq, 1)) + messages.encode(messages.Returned(request.seq + 1, 2))
        )

    session = open_session(script, tmp_path)
    assert session.module("src.x") == 1
    protocol_error(session, lambda: session.module("src.x"))


def test_noise_ends_worker(tmp_path: Path) -> None:
    session = open_session(lambda link, request: link.send(struct.pack("<Q", 4) + b"\xff\x00\x01\x02"), tmp_path)
    protocol_error(session, lambda: session.module("src.x"))


@pytest.mark.parametrize("length", [-1, True, 2**40, 1.0, "3", None, messages.BigInt("0x" + "f" * 20)])
def test_impossible_length_ends_worker(tmp_path: Path, length: messages.Value) -> None:
    session = open_session(answers(messages.Ref(0, "list"), length), tmp_path)
    handle = session.module("src.x")
    protocol_error(session, lambda: len(handle))


@pytest.mark.parametrize(
    "value",
    [
        messages.Tensor("float32", [3], b"\0" * 11),
        messages.Tensor("bool", [1], b"\7"),
        messages.Array("float64", [0, 2**39, 2**39], b""),
        messages.Dict([1], []),
        messages.Ref(-1, "x"),
        messages.CallbackRef(0),
        messages.CallbackRef(-1),
        messages.BigInt("f" * 9999),
        messages.Device("cuda:7"),
        messages.Generator(torch.Generator().get_state().numpy().tobytes()),
    ],
)
def test_impossible_value_ends_worker(tmp_path: Path, value: messages.Value) -> None:
    session = open_session(answers(value), tmp_path)
    protocol_error(session, lambda: session.module("src.x"))


def test_unknown_callback_ends_worker(tmp_path: Path) -> None:
    """A call of a function that the test never gave ends the worker."""
    for ask, back in ((1, 0), (1, -1), (0, 0), (2, 0)):

        def script(link: Link, request: Any, ask: int = ask, back: int = back) -> None:
            link.send(messages.encode(messages.Ask(request.seq, ask, back, [], [], [])))

        session = open_session(script, tmp_path)
        protocol_error(session, lambda: session.module("src.x"))  # noqa: B023


def test_callback_gets_worker_arguments(tmp_path: Path) -> None:
    """A function that the test gave is called with the arguments that the worker sends."""

    def script(link: Link, request: Any) -> None:
        if isinstance(request, messages.Import):
            link.send(messages.encode(messages.Returned(request.seq, messages.Ref(0, "function"))))
        elif isinstance(request, messages.Call):
            link.send(messages.encode(messages.Ask(request.seq, 1, 0, [2.0], ["y"], [3.0])))
            answer: Any = link.receive_request()
            link.send(messages.encode(messages.Returned(request.seq, answer.value)))

    session = open_session(script, tmp_path)
    assert session.module("src.x")(lambda x, y: x * y) == 6.0


def test_callback_error_reaches_test(tmp_path: Path) -> None:
    def script(link: Link, request: Any) -> None:
        if isinstance(request, messages.Import):
            link.send(messages.encode(messages.Returned(request.seq, messages.Ref(0, "function"))))
            return
        link.send(messages.encode(messages.Ask(request.seq, 1, 0, ["nonsense"], [], [])))
        assert isinstance(link.receive_request(), messages.CallbackFailed)
        link.send(messages.encode(messages.Raised(request.seq, ["ValueError"], "mine", [])))

    session = open_session(script, tmp_path)
    with pytest.raises(TypeError):
        session.module("src.x")(lambda x: x - 1)


@pytest.mark.parametrize(
    ("args", "names"), [([], []), ([1.0], []), ([1.0, 2.0, 3.0], []), ([1.0], ["z"]), ([1.0, 2.0], ["y"])]
)
def test_callback_arguments_are_required(tmp_path: Path, args: list[float], names: list[str]) -> None:
    """Other arguments than the test's function takes are the student's mistake; the words say nothing of what they were."""

    def script(link: Link, request: Any) -> None:
        if isinstance(request, messages.Import):
            link.send(messages.encode(messages.Returned(request.seq, messages.Ref(0, "function"))))
            return
        link.send(messages.encode(messages.Ask(request.seq, 1, 0, args, names, [4.0] * len(names))))
        assert isinstance(link.receive_request(), messages.CallbackFailed)
        link.send(messages.encode(messages.Raised(request.seq, ["RuntimeError"], "mine", [])))

    session = open_session(script, tmp_path)
    with pytest.raises(check.CheckFailure) as refused:
        session.module("src.x")(lambda x, y: x * y)
    assert refused.value.words.endswith("than it takes: (x, y).")


def test_shows_only_known_type_names(tmp_path: Path) -> None:
    """A class could be named after a hidden input."""
    secret = "Secret_0123456789"
    session = open_session(
        answers(*[messages.Ref(i, name) for i, name in enumerate((secret, "Linear", "Mine", "x" * 99, "a b", "None"))]),
        tmp_path,
        frozenset({"Mine"}),
    )
    shown = [session.module("src.x").student_type for _ in range(6)]
    assert shown == ["object", "Linear", "Mine", "object", "object", "object"]

    def raising(link: Link, request: Any) -> None:
        link.send(messages.encode(messages.Raised(request.seq, [secret, "ValueError", "Exception", "print"], "m", [])))

    with pytest.raises(StudentError) as caught:
        open_session(raising, tmp_path).module("src.x")
    assert caught.value.student_bases == ["ValueError", "Exception"]

    def unknown(link: Link, request: Any) -> None:
        link.send(messages.encode(messages.Raised(request.seq, [secret], "m", [])))

    with pytest.raises(StudentError) as caught:
        open_session(unknown, tmp_path).module("src.x")
    assert caught.value.student_bases == ["Exception"]


def test_record_of_test_is_bounded(tmp_path: Path) -> None:
    size = MAX_RECORDED_BYTES // 4
    session = open_session(answers(messages.Tensor("uint8", [size], bytes(size))), tmp_path)
    for _ in range(3):
        session.module("src.x")
    assert len(session.record) == 3
    for _ in range(5):
        session.module("src.x")
        assert (
            sum(value.numel() for _, value in session.record if isinstance(value, torch.Tensor)) <= MAX_RECORDED_BYTES
        )
    assert len(session.record) == 1
    another = Trace("check: not right", [("value", object())])
    # It equals nothing, so that no known mistake is taken for it.
    assert not is_same_trace(Trace("check: not right", session.record), another)


def test_too_many_objects_end_worker(tmp_path: Path) -> None:
    many = MAX_HANDLES // 4

    def script(link: Link, request: Any) -> None:
        first = request.seq * many
        link.send(
            messages.encode(
                messages.Returned(request.seq, messages.List([messages.Ref(first + i, "x") for i in range(many)]))
            )
        )

    session = open_session(script, tmp_path)
    for _ in range(4):
        session.module("src.x")
    protocol_error(session, lambda: session.module("src.x"))


def test_silence_meets_wall_limit(tmp_path: Path) -> None:
    server: Any = LyingServer(lambda link, request: None, tmp_path)
    session = Session(server, tmp_path, Limits(wall_seconds=0.3), 0, Clock(time.monotonic() + PATIENCE))
    with pytest.raises(WorkerEnded) as caught:
        session.module("src.x")
    assert caught.value.ending == "time"  # the run's own deadline would be "unreached"


def test_run_deadline_comes_before_test_limit(tmp_path: Path) -> None:
    server: Any = LyingServer(lambda link, request: None, tmp_path)
    session = Session(server, tmp_path, Limits(wall_seconds=PATIENCE), 0, Clock(time.monotonic() + 0.3))
    with pytest.raises(WorkerEnded) as caught:
        session.module("src.x")
    assert caught.value.ending == "unreached"


def test_stops_worker_that_fills_disk(tmp_path: Path) -> None:
    calls = []

    def script(link: Link, request: Any) -> None:
        (tmp_path / f"file{len(calls)}").write_bytes(bytes(2**20))
        calls.append(request)
        time.sleep(0.02)
        link.send(messages.encode(messages.Returned(request.seq, messages.Ref(0, "function"))))

    server: Any = LyingServer(script, tmp_path)
    session = Session(server, tmp_path, Limits(wall_seconds=PATIENCE, disk_mb=4), 0, Clock(time.monotonic() + PATIENCE))
    with pytest.raises(WorkerEnded) as caught:
        for _ in range(2000):
            session.module("src.x")
    assert caught.value.ending == "disk"


def test_object_is_one_opaque_handle(tmp_path: Path) -> None:
    session = open_session(
        answers(messages.Ref(3, "Secret"), messages.Ref(3, "Secret"), messages.Ref(4, "Secret")), tmp_path
    )
    one, same, other = (session.module("src.x") for _ in range(3))
    assert isinstance(one, Handle) and one is same and one is not other and one != other
    assert "Secret" not in repr(one) and bool(one)
    with pytest.raises(TypeError):
        iter(one)
    with pytest.raises(AttributeError):
        one.__class_getitem__  # noqa: B018
    assert session.record == []  # handles are compared nowhere


def test_handle_stays_in_its_session(tmp_path: Path) -> None:
    one = open_session(answers(messages.Ref(0, "function")), tmp_path)
    other = open_session(answers(messages.Ref(0, "function")), tmp_path)
    with pytest.raises(UnsendableError, match="another session"):
        one.module("src.x")(other.module("src.x"))


def test_test_objects_are_not_sent(tmp_path: Path) -> None:
    """A network or a data set of the test could hold labels."""
    session = open_session(answers(messages.Ref(0, "function")), tmp_path)
    function = session.module("src.x")
    for value in (torch.nn.Linear(1, 1), object(), Session, {1, 2}):
        with pytest.raises(UnsendableError, match=r"argument 1 of the call: .* cannot be sent"):
            function(value)


def test_close_discards_worker_once(tmp_path: Path) -> None:
    session = open_session(answers(1), tmp_path)
    session.close()
    session.module("src.x")
    session.close()
    session.close()
    assert session._server.discarded == 1  # type: ignore[attr-defined]


def test_requests_match_schema() -> None:
    """A worker decodes them against the same closed list."""
    for request in (
        messages.Import(1, "src.x"),
        messages.GetAttr(2, 0, "y"),
        messages.Call(3, 0, [1], ["k"], [None]),
        messages.Length(4, 0),
    ):
        assert messages._requests.decode(messages.encode(request)[8:]) == request
    with pytest.raises(msgspec.ValidationError):
        messages._requests.decode(msgspec.msgpack.encode(["exec", 1, "code"]))
