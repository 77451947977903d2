"""A hidden test's view of a submission: proxies of modules and objects that live in a worker, and a record of what they said."""

from __future__ import annotations

import builtins
import hashlib
import hmac
import keyword
import signal
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Literal

import msgspec
import torch

from autograder.isolation.rpc import codec, messages
from autograder.isolation.server import ForkServer
from autograder.isolation.worker_handle import Worker, WorkerSpec
from autograder.model.manifest import Limits

Ending = Literal["time", "memory", "stopped", "protocol", "unreached", "disk"]
Recorded = tuple[Literal["value", "raised"], Any]


MAX_RECORDED_BYTES = 32 * 2**20
MAX_HANDLES = 100_000


def derive(secret: str, label: str) -> int:
    """A 63-bit seed for ``label``. Knowing it tells nothing of ``secret`` or of other labels."""
    digest = hmac.new(bytes.fromhex(secret), label.encode(), hashlib.sha256).digest()
    return int.from_bytes(digest[:8], "big") >> 1


def drop_tracebacks(error: BaseException | None) -> None:
    """Take the frames from an error and from those that it came from."""
    while error is not None:
        error.__traceback__ = None
        error = error.__context__


def _is_known(name: str) -> bool:
    """Whether an exception of this name is Python's, NumPy's or torch's. A student's own could be named after a secret."""
    kind = getattr(builtins, name, None)
    return (isinstance(kind, type) and issubclass(kind, BaseException)) or name in ("OutOfMemoryError", "LinAlgError")


class StudentError(Exception):
    """Student code raised. ``student_bases`` names the known ones among the exception's class and its bases, nearest first,
    as the worker claims them."""

    def __init__(self, reply: messages.Raised, *, asked: str = "") -> None:
        self.student_bases = [name for name in reply.types if _is_known(name)] or ["Exception"]
        self.text = reply.message
        self.frames = reply.frames
        self.package = reply.package
        self.asked = asked  # the module or name that the test wanted, where that is what failed
        super().__init__(f"{reply.types[0] if reply.types else 'an exception'}: {reply.message}")


class MissingError(StudentError, AttributeError):
    """A module or a name that the test needs is not there."""


class WorkerEnded(BaseException):  # no test should catch it by catching Exception
    """The worker is gone before its answer came."""

    def __init__(self, ending: Ending, detail: str = "") -> None:
        self.ending, self.detail = ending, detail
        super().__init__(f"{ending}: {detail}")


class Clock(msgspec.Struct):
    """The deadline of the whole run, on time.monotonic()'s scale."""

    deadline: float

    def left(self) -> float:
        return self.deadline - time.monotonic()


class Handle:
    """An object that stays in the worker. It can be called, asked for attributes, its length and items, and passed on."""

    __slots__ = ("_ref", "_session", "student_type")

    def __init__(self, session: Session, ref: messages.Ref) -> None:
        self._session, self._ref = session, ref.number
        self.student_type = session.known_name(ref.type_name)

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__") and name.endswith("__"):
            raise AttributeError(name)
        return self._session.get_attribute(self._ref, name)

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        return self._session.call(self._ref, args, kwargs)

    def __len__(self) -> int:
        length = self._session.request(messages.Length(self._session.next_seq(), self._ref))
        if not isinstance(length, int) or isinstance(length, bool) or not 0 <= length < 2**31:
            raise self._session._end(messages.ProtocolError("a length that cannot be"))
        return length

    def __getitem__(self, key: Any) -> Any:
        return self._session.item(self._ref, key)

    def __iter__(self) -> Iterator[Any]:
        raise TypeError("objects of a submission are not iterated over from a test: use student.tools.batches")

    def __bool__(self) -> bool:
        return True

    def __repr__(self) -> str:
        return f"<{self.student_type} in the submission>"


class Session:
    """The ``student`` fixture of one test: a worker of its own, forked when the test first asks for something.

    Args:
        server: forks the worker.
        tree: the folder that the worker imports student code from.
        limits: the test's own.
        seed: of the worker's generators.
        clock: of the whole run.
        known: names that may be shown as a type's name, besides those of the standard library and torch.
        ahead: the module that the test asks for first, which the worker imports while it waits.
    """

    def __init__(
        self,
        server: ForkServer,
        tree: Path,
        limits: Limits,
        seed: int,
        clock: Clock,
        known: frozenset[str] = frozenset(),
        ahead: str = "",
    ) -> None:
        self._server, self._limits, self._clock = server, limits, clock
        self._wanted = WorkerSpec(tree, limits, seed, ahead)
        self._known = known
        self._worker: Worker | None = None
        self._ended: WorkerEnded | None = None
        self._deadline = 0.0
        self._seq = 0
        self._asks = 0
        self._depth = 0
        self._callbacks: list[Callable[..., Any]] = []
        self._handles: dict[int, Handle] = {}
        self.record: list[Recorded] = []
        self._recorded = 0
        self.callback_error: BaseException | None = None
        self._last: Worker | None = None
        self._following: list[Session] = []

    # What a test uses.

    def module(self, name: str) -> Any:
        """The student's module ``name``, such as ``"src.models"``."""
        return self.request(messages.Import(self.next_seq(), name), asked=name)

    @property
    def tools(self) -> Any:
        """The kit's probes, beside the student's code."""
        return self.module("testkit.probes")

    # What proxies use.

    def next_seq(self) -> int:
        self._seq += 1
        return self._seq

    def get_attribute(self, ref: int, name: str) -> Any:
        return self.request(messages.GetAttr(self.next_seq(), ref, name), asked=name)

    def item(self, ref: int, key: Any) -> Any:
        return self.request(messages.Item(self.next_seq(), ref, self._encode(key)))

    def call(self, ref: int, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
        seq = self.next_seq()
        encoded = [self._encode(value) for value in args]
        return self.request(messages.Call(seq, ref, encoded, list(kwargs), [self._encode(v) for v in kwargs.values()]))

    def known_name(self, name: str) -> str:
        """``name`` where it can be no message in a bottle, else "object"."""
        if name.isidentifier() and not keyword.iskeyword(name) and len(name) <= 40:
            if name in self._known or hasattr(torch.nn, name) or hasattr(torch.utils.data, name):
                return name
            if name in (
                "function",
                "type",
                "module",
                "generator",
                "set",
                "method",
                "map",
                "filter",
                "range",
                "ndarray",
                "partial",
            ):
                return name
        return "object"

    def get_ready(self) -> None:
        """Have the worker forked now, which imports the test's first module while nobody waits for it."""
        self._server.spawn_ahead(self._wanted)

    def follow_with(self, following: list[Session]) -> None:
        """Have the workers of tests that come next forked while this one's works."""
        self._following = following

    def request(self, request: messages.Request, *, asked: str = "") -> Any:
        """Send one request and return the decoded answer.

        Raises:
            StudentError: student code raised.
            WorkerEnded: the worker is gone.
        """
        worker = self._running()
        try:
            if self._depth == 0 and worker.channel.pending():
                raise messages.ProtocolError("a message that nobody asked for")
            self._depth += 1
            if self._depth > messages.MAX_NESTED_CALLS:
                raise messages.ProtocolError("call-backs nested too deeply")
            worker.channel.send(messages.encode(request), self._deadline)
            assert not isinstance(request, (messages.Answer, messages.CallbackFailed))
            reply = self._reply(worker, request.seq)
        except (messages.GoneError, messages.DeadlineError, messages.ProtocolError) as error:
            raise self._end(error) from None
        finally:
            self._depth = max(0, self._depth - 1)
        if isinstance(reply, messages.Raised):
            if self._depth == 0:
                self._remember(worker, ("raised", reply.types[0] if reply.types else ""))
            if self.callback_error is not None:
                raise self.callback_error  # the student's code only passed on what the test's own function raised
            absent = "AttributeError" in reply.types or (reply.package and f"{asked}.".startswith(f"{reply.package}."))
            if asked and absent and not reply.frames:
                raise MissingError(reply, asked=asked)
            raise StudentError(reply, asked=asked)
        try:
            result = codec.decode(reply.value, self._resolve)
        except messages.ProtocolError as error:
            raise self._end(error) from None
        if self._depth == 0 and not isinstance(result, Handle):
            self._remember(worker, ("value", result))
        return result

    def _remember(self, worker: Worker, said: Recorded) -> None:
        """Keep what was said for the comparison with known mistakes, unless it is more than any of these says."""
        self._recorded += worker.channel.last_bytes
        if self._recorded <= MAX_RECORDED_BYTES:
            self.record.append(said)
        else:
            self.record[:] = [("value", object())]  # which equals nothing

    def close(self) -> None:
        """End the worker, if there is one."""
        worker, self._worker = self._worker, None
        if worker is not None:
            self._last = worker
            self._server.discard(worker)

    def forget(self) -> None:
        """Let go of everything but what was printed, now that the test is over: there are many tests, and answers are large.

        Tracebacks above all: their frames hold what was being received, and what the test was comparing.
        """
        for error in (self._ended, self.callback_error):
            drop_tracebacks(error)
        for kept in (self.record, self._handles, self._callbacks, self._following):
            kept.clear()

    def printed(self) -> str:
        """What student code printed; all of it once the worker is gone."""
        return self._last.output.text() if self._last is not None else ""

    # Inside.

    def _running(self) -> Worker:
        if self._ended is not None:
            raise self._ended
        if self._worker is None:
            if self._clock.left() <= 0:
                self._ended = WorkerEnded("unreached")
                raise self._ended
            self._worker = self._server.spawn(self._wanted)
            for session in self._following:
                session.get_ready()
            self._deadline = min(time.monotonic() + self._limits.wall_seconds, self._clock.deadline)
            try:
                hello = self._worker.channel.receive_reply(self._deadline)
                if not isinstance(hello, messages.Returned) or hello.seq != 0:
                    raise messages.ProtocolError("a greeting of the wrong kind")
            except (messages.GoneError, messages.DeadlineError, messages.ProtocolError) as error:
                raise self._end(error) from None
        return self._worker

    def _reply(self, worker: Worker, seq: int) -> messages.Returned | messages.Raised:
        while True:
            reply = worker.channel.receive_reply(self._deadline)
            if reply.seq != seq:
                raise messages.ProtocolError("an answer to another question")
            if not isinstance(reply, messages.Ask):
                return reply
            self._asks += 1
            if (
                reply.ask != self._asks
                or not 0 <= reply.callback < len(self._callbacks)
                or len(reply.names) != len(reply.values)
            ):
                raise messages.ProtocolError("a call-back that was never given")
            args = [codec.decode(value, self._resolve) for value in reply.args]
            named = {name: codec.decode(v, self._resolve) for name, v in zip(reply.names, reply.values, strict=True)}
            answer: messages.Answer | messages.CallbackFailed
            try:
                answer = messages.Answer(reply.ask, self._encode(self._callbacks[reply.callback](*args, **named)))
            except (messages.GoneError, messages.DeadlineError, messages.ProtocolError, WorkerEnded):
                raise
            except Exception as error:
                self.callback_error = error
                answer = messages.CallbackFailed(reply.ask)
            worker.channel.send(messages.encode(answer), self._deadline)

    def _encode(self, value: Any) -> messages.Value:
        return codec.encode(value, self._keep)

    def _keep(self, value: object) -> messages.Ref | messages.CallbackRef:
        if isinstance(value, Handle):
            if value._session is not self:
                raise TypeError("an object of another session cannot be passed on")
            return messages.Ref(value._ref)
        if callable(value) and not isinstance(value, (type, torch.nn.Module)):
            self._callbacks.append(value)
            return messages.CallbackRef(len(self._callbacks) - 1)
        raise TypeError(f"a {type(value).__name__} of the test's own cannot be sent to a submission")

    def _resolve(self, value: messages.Ref | messages.CallbackRef) -> object:
        if isinstance(value, messages.CallbackRef):
            if not 0 <= value.number < len(self._callbacks):
                raise messages.ProtocolError("a call-back that was never given")
            return self._callbacks[value.number]
        if value.number < 0:
            raise messages.ProtocolError("an object that cannot be")
        if value.number not in self._handles:
            if len(self._handles) >= MAX_HANDLES:
                raise messages.ProtocolError("more objects than any test asks for")
            self._handles[value.number] = Handle(self, value)
        return self._handles[value.number]

    def _end(self, error: Exception) -> WorkerEnded:
        """Kill and collect the worker, and find out why it ended."""
        worker, self._worker = self._worker, None
        if self._ended is not None or worker is None:
            return self._ended or WorkerEnded("stopped")
        if isinstance(error, messages.ProtocolError):
            ended = WorkerEnded("protocol", str(error))
        elif isinstance(error, messages.DeadlineError):
            ended = WorkerEnded("unreached" if self._clock.left() <= 0 else "time", "wall limit")
        elif worker.full_disk or worker.full_memory:
            ended = WorkerEnded("disk" if worker.full_disk else "memory")
        else:
            ended = WorkerEnded("stopped")
        finished = self._server.finish(worker)
        self._last = worker
        if ended.ending == "stopped":
            # The kernel sends SIGXCPU at the limit, and SIGKILL a second later where that was caught.
            if finished.status == -signal.SIGXCPU or finished.cpu_seconds >= self._limits.cpu_seconds:
                ended = WorkerEnded("time", "CPU limit")
            else:
                ended = WorkerEnded("stopped", f"status {finished.status}")
        self._ended = ended
        return ended
