"""A graded test's view of a submission: proxies of modules and objects in a worker, and a record of what calls gave."""

from __future__ import annotations

import inspect
import signal
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Literal

import msgspec
import torch

from autograder.isolation.rpc import codec, messages
from autograder.isolation.server import ForkServer
from autograder.isolation.worker_handle import Worker, WorkerSpec
from autograder.isolation.workspace import GradingWorkspace
from autograder.model.manifest import Limits, Test
from autograder.suite.errors import MissingError, StudentError, UnsendableError, WorkerEnded, drop_tracebacks
from autograder.suite.redaction import safe_type_name
from autograder.suite.sending import GIVEN_TWICE, explain_refusal
from autograder.suite.slow_imports import MAX_IMPORT_SECONDS, SlowImports
from testkit import check, controls
from testkit.generators import is_secret

RecordedAnswer = tuple[Literal["value", "raised"], Any]
"""What one call gave: a value, or the name of an exception's type."""

MAX_RECORDED_BYTES = 32 * 2**20
MAX_HANDLES = 100_000


class Clock(msgspec.Struct):
    """The deadline of a whole run, on the scale of ``time.monotonic()``."""

    deadline: float  # seconds

    def seconds_left(self) -> float:
        """Return the seconds until the deadline; negative once it has passed."""
        return self.deadline - time.monotonic()


class Handle:
    """An object that stays in the worker. A test can call it, read its attributes, length and items, and pass it on."""

    __slots__ = ("_name", "_ref", "_session", "student_type")

    def __init__(self, session: Session, ref: messages.Ref) -> None:
        self._session, self._ref = session, ref.number
        self._name = ""  # under which the test got it
        self.student_type = session.safe_type_name(ref.type_name)

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__") and name.endswith("__"):
            raise AttributeError(name)
        return self._session.get_attribute(self._ref, name)

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        """Call the object in the worker."""
        return self._session.call(self._ref, args, kwargs, name=self._name)

    def __len__(self) -> int:
        length = self._session.request(messages.Length(self._session.next_seq(), self._ref))
        if not isinstance(length, int) or isinstance(length, bool) or not 0 <= length < 2**31:
            raise self._session._end(messages.ProtocolError("an impossible length"))
        return length

    def __getitem__(self, key: Any) -> Any:
        return self._session.get_item(self._ref, key)

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
        class_names: names that may be shown as a type's name, besides those of the standard library and torch.
        first_module: the module that the test asks for first, which the worker imports while it waits.
        slow_imports: of the run, known and to be noted.
    """

    def __init__(
        self,
        server: ForkServer,
        tree: Path,
        limits: Limits,
        seed: int,
        clock: Clock,
        class_names: frozenset[str] = frozenset(),
        first_module: str = "",
        slow_imports: SlowImports | None = None,
    ) -> None:
        self._server, self._limits, self._clock = server, limits, clock
        self._slow_imports = slow_imports or SlowImports()
        self._importing = ""  # the module that is being waited for
        self._spec = WorkerSpec(tree, limits, seed, first_module)
        self._class_names = class_names
        self._worker: Worker | None = None
        self._ended: WorkerEnded | None = None
        self._deadline = 0.0
        self._seq = 0
        self._asks = 0
        self._depth = 0
        self._callbacks: list[Callable[..., Any]] = []
        self._given_generators: list[torch.Generator] = []
        self._handles: dict[int, Handle] = {}
        self.record: list[RecordedAnswer] = []
        self.asked: list[object] = []  # what student code passed to functions of the test
        self._recorded_bytes = 0
        self.callback_error: BaseException | None = None
        self._last_worker: Worker | None = None
        self._next_sessions: list[Session] = []

    # What a test uses.

    def module(self, name: str) -> Any:
        """Return a proxy of the student's module ``name``, such as ``"src.models"``."""
        return self.request(messages.Import(self.next_seq(), name), requested=name)

    @property
    def tools(self) -> Any:
        """The kit's probes, beside the student's code."""
        return self.module("testkit.probes")

    # What proxies use.

    def next_seq(self) -> int:
        """Return the sequence number of the next request."""
        self._seq += 1
        return self._seq

    def get_attribute(self, ref: int, name: str) -> Any:
        """Return the attribute ``name`` of the worker's object ``ref``."""
        result = self.request(messages.GetAttr(self.next_seq(), ref, name), requested=name)
        if isinstance(result, Handle):
            result._name = name
        return result

    def get_item(self, ref: int, key: Any) -> Any:
        """Return the item ``key`` of the worker's object ``ref``."""
        return self.request(messages.Item(self.next_seq(), ref, self._encode(key, "the key in [...]")))

    def call(self, ref: int, args: tuple[Any, ...], kwargs: dict[str, Any], *, name: str = "") -> Any:
        """Return what the worker's object ``ref``, which the test got under ``name``, returns for these arguments."""
        seq = self.next_seq()
        called = f"{name}()" if name else "the call"
        encoded = [self._encode(value, f"argument {place} of {called}") for place, value in enumerate(args, 1)]
        named = [self._encode(value, f"argument {key} of {called}") for key, value in kwargs.items()]
        call = messages.Call(seq, ref, encoded, list(kwargs), named)
        return self.request(call, asked=(name, *kwargs))

    def safe_type_name(self, name: str) -> str:
        """Return the name of a type of the worker's where it may be shown, and else "object"."""
        return safe_type_name(name, self._class_names)

    def prepare(self) -> None:
        """Have the worker forked now: it imports the test's first module while other work is done here."""
        if not self._slow_imports.find(self._spec.module, self._limits):
            self._server.spawn_ahead(self._spec)

    def prepare_next(self, sessions: list[Session]) -> None:
        """Have the workers of ``sessions``, those of the next tests, prepared as soon as this one's worker runs."""
        self._next_sessions = sessions

    def request(self, request: messages.Request, *, requested: str = "", asked: Sequence[str] = ()) -> Any:
        """Send one request and return the decoded answer.

        Args:
            request: the message.
            requested: the module or name that it asks for, where it asks for one.
            asked: the name of what it calls, and of the arguments that it gives by name.

        Raises:
            StudentError: student code raised.
            WorkerEnded: the worker ended.
        """
        if isinstance(request, messages.Import):
            self._check_slow_import(request.name)
        started = time.monotonic()
        worker = self._started_worker()
        earlier_asks = self._asks
        deadline = self._deadline
        if isinstance(request, messages.Import):
            # The course's own probes are not slow: the code beside them is.
            self._importing = "" if request.name.startswith("testkit") else request.name
            deadline = min(deadline, time.monotonic() + MAX_IMPORT_SECONDS)
        try:
            if self._depth == 0 and worker.channel.pending():
                raise messages.ProtocolError("a message without a request")
            self._depth += 1
            if self._depth > messages.MAX_NESTED_CALLS:
                raise messages.ProtocolError("call-backs nested too deeply")
            worker.channel.send(messages.encode(request), deadline)
            assert not isinstance(request, (messages.Answer, messages.CallbackFailed))
            reply = self._receive_reply(worker, request.seq, deadline)
        except (messages.GoneError, messages.DeadlineError, messages.ProtocolError) as error:
            raise self._end(error) from None
        finally:
            self._depth = max(0, self._depth - 1)
            self._importing = ""
        if request.seq == 1 and isinstance(request, messages.Import) and not request.name.startswith("testkit"):
            self._slow_imports.note_wait(request.name, time.monotonic() - started)
        if self._depth == 0 and self._asks > earlier_asks:
            self._keep(
                worker, self.record, ("value", self._asks - earlier_asks)
            )  # how often a function of the test was called
        if isinstance(reply, messages.Raised):
            if self._depth == 0:
                self._keep(worker, self.record, ("raised", reply.types[0] if reply.types else ""))
            if self.callback_error is not None:
                raise self.callback_error  # the student's code only passed on what the test's own function raised
            is_absent = "AttributeError" in reply.types or (
                reply.package and f"{requested}.".startswith(f"{reply.package}.")
            )
            if requested and is_absent and not reply.frames:
                raise MissingError(reply, requested=requested)
            raise StudentError(reply, requested=requested, asked=asked)
        try:
            result = codec.decode(reply.value, self._from_reference)
        except messages.ProtocolError as error:
            raise self._end(error) from None
        if self._depth == 0 and not isinstance(result, Handle):
            self._keep(worker, self.record, ("value", result))
        return result

    def _keep(self, worker: Worker, kept: list[Any], value: object) -> None:
        """Keep in ``kept`` what came from the worker, for the comparison with known mistakes.

        Past what any known mistake sends, ``kept`` equals nothing instead.
        """
        if controls.is_asking():
            return
        self._recorded_bytes += worker.channel.last_bytes
        if self._recorded_bytes <= MAX_RECORDED_BYTES:
            kept.append(value)
        else:
            kept[:] = [("value", object())]

    def close(self) -> None:
        """End the worker, if there is one."""
        worker, self._worker = self._worker, None
        if worker is not None:
            self._last_worker = worker
            self._server.discard(worker)

    def release(self) -> None:
        """Drop everything but the captured output, now that the test is over: there are many tests, and answers are large.

        Tracebacks above all: their frames hold what was being received, and what the test was comparing.
        """
        for error in (self._ended, self.callback_error):
            drop_tracebacks(error)
        for kept in (self.record, self.asked, self._handles, self._callbacks, self._given_generators,
                     self._next_sessions):  # fmt: skip
            kept.clear()

    def captured_output(self) -> str:
        """Return what student code printed; all of it once the worker is gone."""
        return self._last_worker.output.text() if self._last_worker is not None else ""

    # Inside.

    def _started_worker(self) -> Worker:
        if self._ended is not None:
            raise self._ended
        if self._worker is None:
            if self._clock.seconds_left() <= 0:
                self._ended = WorkerEnded("unreached")
                raise self._ended
            self._worker = self._server.spawn(self._spec)
            for session in self._next_sessions:
                session.prepare()
            self._deadline = min(time.monotonic() + self._limits.wall_seconds, self._clock.deadline)
            try:
                hello = self._worker.channel.receive_reply(self._deadline)
                if not isinstance(hello, messages.Returned) or hello.seq != 0:
                    raise messages.ProtocolError("a greeting of the wrong kind")
            except (messages.GoneError, messages.DeadlineError, messages.ProtocolError) as error:
                raise self._end(error) from None
        return self._worker

    def _check_slow_import(self, module: str) -> None:
        """End the test at once where it needs a module whose import is known to take too long."""
        detail = self._slow_imports.find(module, self._limits)
        if not detail or self._ended is not None:
            return
        if self._worker is None:
            self._server.cancel_ahead(self._spec)
            for session in self._next_sessions:
                session.prepare()
        self._ended = WorkerEnded("time", detail, module)
        raise self._ended

    def _receive_reply(self, worker: Worker, seq: int, deadline: float) -> messages.Returned | messages.Raised:
        while True:
            reply = worker.channel.receive_reply(deadline)
            if reply.seq != seq:
                raise messages.ProtocolError("an answer to another request")
            if not isinstance(reply, messages.Ask):
                return reply
            self._asks += 1
            if (
                reply.ask != self._asks
                or not 0 <= reply.callback < len(self._callbacks)
                or len(reply.names) != len(reply.values)
            ):
                raise messages.ProtocolError("a call-back that was never given")
            args = [codec.decode(value, self._from_reference) for value in reply.args]
            named = {
                name: codec.decode(v, self._from_reference) for name, v in zip(reply.names, reply.values, strict=True)
            }
            self._keep(worker, self.asked, [*args, *named.values()])
            answer: messages.Answer | messages.CallbackFailed
            try:
                _require_arguments(self._callbacks[reply.callback], args, named)
                returned = self._callbacks[reply.callback](*args, **named)
                answer = messages.Answer(reply.ask, self._encode(returned, "what a function of the test returned"))
            except (messages.GoneError, messages.DeadlineError, messages.ProtocolError, WorkerEnded):
                raise
            except Exception as error:
                self.callback_error = error
                answer = messages.CallbackFailed(reply.ask)
            worker.channel.send(messages.encode(answer), self._deadline)

    def _encode(self, value: Any, what: str) -> messages.Value:
        """Return the wire form of what a test gives; ``what`` names it where it cannot be sent."""
        try:
            return codec.encode(value, self._to_reference)
        except codec.CannotCrossError as error:
            raise UnsendableError(f"{what}: {error}.") from None

    def _to_reference(self, value: object) -> codec.Kept:
        if isinstance(value, Handle):
            if value._session is not self:
                raise codec.CannotCrossError("an object of another session cannot be passed on")
            return messages.Ref(value._ref)
        if isinstance(value, torch.Generator) and not is_secret(value):
            if any(value is given for given in self._given_generators):
                raise codec.CannotCrossError(GIVEN_TWICE)
            self._given_generators.append(value)
            return codec.encode_generator(value)
        if callable(value) and not isinstance(value, (type, torch.nn.Module)):
            self._callbacks.append(value)
            return messages.CallbackRef(len(self._callbacks) - 1)
        raise codec.CannotCrossError(explain_refusal(value))

    def _from_reference(self, value: codec.Kept) -> object:
        if isinstance(value, messages.Generator):
            raise messages.ProtocolError("a generator, which only a test sends")
        if isinstance(value, messages.CallbackRef):
            if not 0 <= value.number < len(self._callbacks):
                raise messages.ProtocolError("a call-back that was never given")
            return self._callbacks[value.number]
        if value.number < 0:
            raise messages.ProtocolError("an impossible number of an object")
        if value.number not in self._handles:
            if len(self._handles) >= MAX_HANDLES:
                raise messages.ProtocolError("more objects than any test asks for")
            self._handles[value.number] = Handle(self, value)
        return self._handles[value.number]

    def _end(self, error: Exception) -> WorkerEnded:
        """Kill and collect the worker; return why it ended."""
        worker, self._worker = self._worker, None
        if self._ended is not None or worker is None:
            return self._ended or WorkerEnded("stopped")
        if isinstance(error, messages.ProtocolError):
            ended = WorkerEnded("protocol", str(error))
        elif isinstance(error, messages.DeadlineError):
            is_unreached = self._clock.seconds_left() <= 0
            limit = "wall limit" if time.monotonic() >= self._deadline else "import limit"
            ended = WorkerEnded("unreached" if is_unreached else "time", limit)
        elif worker.full_disk or worker.full_memory:
            ended = WorkerEnded("disk" if worker.full_disk else "memory")
        else:
            ended = WorkerEnded("stopped")
        finished = self._server.finish(worker)
        self._last_worker = worker
        if ended.ending == "stopped" and finished.full_disk:
            ended = WorkerEnded("disk")
        elif ended.ending == "stopped":
            # The kernel sends SIGXCPU at the limit, and SIGKILL a second later where that was caught.
            if finished.status == -signal.SIGXCPU or finished.cpu_seconds >= self._limits.cpu_seconds:
                ended = WorkerEnded("time", "CPU limit")
            else:
                ended = WorkerEnded("stopped", f"status {finished.status}")
        if ended.ending == "time" and self._importing:
            ended = WorkerEnded("time", ended.detail, self._importing)
            self._slow_imports.note(self._importing, ended.detail, self._limits)
        self._ended = ended
        return ended


def open_session(
    workspace: GradingWorkspace,
    test: Test,
    tree: Path,
    clock: Clock,
    seed: int,
    class_names: frozenset[str] = frozenset(),
    slow_imports: SlowImports | None = None,
) -> Session:
    """Open the session of a test on the code in a tree.

    Args:
        workspace: of the build that the test is from.
        test: the test.
        tree: the folder that holds the code, from ``workspace.tree``.
        clock: of the whole run.
        seed: of the worker's generators.
        class_names: names of the code's classes that may be shown.
        slow_imports: of the run; None where its tests learn nothing from each other.
    """
    return Session(workspace.server, tree, test.limits, seed, clock, class_names, test.module, slow_imports)


def _require_arguments(function: Callable[..., Any], args: Sequence[Any], named: Mapping[str, Any]) -> None:
    """Require student code to call a function of the test's with the arguments that it takes.

    Raises:
        CheckFailure: it has others. It does not say which: their names and number may tell hidden inputs.
    """
    try:
        signature = inspect.signature(function)
    except (TypeError, ValueError):  # of a function that is written in C
        return
    try:
        signature.bind(*args, **named)
    except TypeError:
        taken = ", ".join(signature.parameters)
        raise check.CheckFailure(
            f"Your code is given a function to call, and calls it with other arguments than it takes: ({taken})."
        ) from None
