"""Calls student code on request and replies in plain data. Other objects stay here, in a numbered table."""

from __future__ import annotations

import importlib
import threading
import types
from collections.abc import Callable, Mapping
from typing import Any

from autograder.isolation.rpc import codec, messages
from autograder.isolation.rpc.framing import Link

MAX_FRAMES = 12
MAX_MESSAGE_CHARACTERS = 2000
MAX_PATH_CHARACTERS = 1000


class RequestHandler:
    """Serves the requests of one test, and keeps the objects that do not cross.

    Args:
        link: to the trusted process.
        tree: the folder of the student's code; only its frames are reported.
        kit: modules by name that requests get in place of what an import would give.
    """

    def __init__(self, link: Link, tree: str, kit: Mapping[str, types.ModuleType]) -> None:
        self._link, self._tree, self._kit = link, tree, kit
        self._objects: list[object] = []
        self._numbers: dict[int, int] = {}  # id of an object -> its number; the table keeps the object alive
        self._asks = 0
        self._seq = 0
        self._main = threading.get_ident()
        self._failed_imports: dict[str, BaseException] = {}

    def import_ahead(self, module: str) -> None:
        """Import ``module`` before it is requested; the request then raises what went wrong."""
        try:
            self._import(module)
        except BaseException as error:
            self._failed_imports[module] = error

    def _import(self, module: str) -> types.ModuleType:
        return self._kit[module] if module in self._kit else importlib.import_module(module)

    def serve(self) -> None:
        """Handle requests until the connection ends."""
        while True:
            request = self._link.receive_request()
            self._handle(request)

    def _handle(self, request: messages.Request) -> None:
        assert not isinstance(request, (messages.Answer, messages.CallbackFailed))
        outer, self._seq = self._seq, request.seq
        reply: messages.Reply
        try:
            result = self._perform(request)
            reply = messages.Returned(request.seq, codec.encode(result, self._keep))
        except BaseException as error:
            reply = self._raised(request.seq, error)
        self._seq = outer
        frame = messages.encode(reply)
        if len(frame) > messages.MAX_REPLY_BYTES:
            size = f"{len(frame) // 2**20} MB"
            frame = messages.encode(
                messages.Raised(request.seq, ["ValueError", "Exception"], f"the result is too large: {size}", [])
            )
        self._link.send(frame)

    def _perform(self, request: messages.Request) -> object:
        if isinstance(request, messages.Import):
            if request.name in self._failed_imports:
                raise self._failed_imports.pop(request.name)
            return self._import(request.name)
        assert not isinstance(request, (messages.Answer, messages.CallbackFailed))
        target: Any = self._objects[request.ref]
        if isinstance(request, messages.GetAttr):
            return getattr(target, request.name)
        if isinstance(request, messages.Length):
            return len(target)
        if isinstance(request, messages.Item):
            return target[self._decode(request.key)]
        named = zip(request.names, map(self._decode, request.values), strict=True)
        return target(*map(self._decode, request.args), **dict(named))

    def _decode(self, value: messages.Value) -> Any:
        return codec.decode(value, self._resolve)

    def _keep(self, value: object) -> messages.Ref:
        number = self._numbers.get(id(value))
        if number is None:
            number = len(self._objects)
            self._objects.append(value)
            self._numbers[id(value)] = number
        return messages.Ref(number, type(value).__name__[:80])

    def _resolve(self, value: codec.Kept) -> object:
        if isinstance(value, messages.Ref):
            return self._objects[value.number]
        if isinstance(value, messages.Generator):
            return codec.decode_generator(value)
        return self._callback(value.number)

    def _callback(self, number: int) -> Callable[..., Any]:
        """Return a function that calls back into the trusted process."""

        def call(*args: Any, **kwargs: Any) -> Any:
            if threading.get_ident() != self._main:
                raise RuntimeError("a function given by the test may only be called from the main thread")
            self._asks += 1
            ask = self._asks
            encoded = [codec.encode(value, self._keep) for value in args]
            named = [codec.encode(value, self._keep) for value in kwargs.values()]
            self._link.send(messages.encode(messages.Ask(self._seq, ask, number, encoded, list(kwargs), named)))
            while True:
                request = self._link.receive_request()
                if isinstance(request, messages.Answer):
                    return self._decode(request.value)
                if isinstance(request, messages.CallbackFailed):
                    raise RuntimeError("the function given by the test could not use what it was called with")
                self._handle(request)

        return call

    def _raised(self, seq: int, error: BaseException) -> messages.Raised:
        kinds = [kind.__name__[:80] for kind in type(error).__mro__ if kind is not object][:12]
        try:
            message = str(error)[:MAX_MESSAGE_CHARACTERS]
        except BaseException:
            message = ""
        package = ""
        if isinstance(error, ModuleNotFoundError) and isinstance(error.name, str):
            package = error.name[:80]
        return messages.Raised(seq, kinds, message.encode("utf-8", "replace").decode(), self._frames(error), package)

    def _frames(self, error: BaseException) -> list[messages.Frame]:
        """Return the student's own frames, outermost first; for a SyntaxError also the line that it names."""
        found: list[messages.Frame] = []
        trace: types.TracebackType | None = error.__traceback__
        while trace is not None:
            name = trace.tb_frame.f_code.co_filename
            if name.startswith(self._tree):
                file = name[len(self._tree) :].lstrip("/")[:MAX_PATH_CHARACTERS]
                found.append(messages.Frame(file, trace.tb_lineno, trace.tb_frame.f_code.co_name[:80]))
            trace = trace.tb_next
        if isinstance(error, SyntaxError) and str(error.filename).startswith(self._tree):
            file = str(error.filename)[len(self._tree) :].lstrip("/")[:MAX_PATH_CHARACTERS]
            found.append(messages.Frame(file, error.lineno or 1, ""))
        return found[:2] + found[2:][-(MAX_FRAMES - 2) :]
