"""What may be shown of what student code chose: exceptions' messages, and names of types.

Text that student code chose could carry a hidden input out of the sandbox. So only messages are shown that the interpreter, NumPy
or torch word themselves, without their numbers, and names only where the line that raised could have put them there.
"""

from __future__ import annotations

import builtins
import keyword
from collections.abc import Callable, Sequence

import torch

from autograder.suite.wordings import WORDINGS

KNOWN_EXCEPTIONS = set(
    """
    ArithmeticError AssertionError AttributeError BufferError EOFError FileNotFoundError FloatingPointError ImportError
    IndentationError IndexError IsADirectoryError KeyError KeyboardInterrupt LookupError MemoryError ModuleNotFoundError
    NameError NotImplementedError OSError OverflowError PermissionError RecursionError RuntimeError StopIteration SyntaxError
    SystemExit TabError TimeoutError TypeError UnboundLocalError UnicodeDecodeError ValueError ZeroDivisionError OutOfMemoryError
    LinAlgError Exception BaseException
    """.split()  # noqa: SIM905 - read by people
)

KINDS = {
    "int", "float", "str", "bool", "list", "tuple", "dict", "set", "NoneType", "function", "method", "builtin_function_or_method",
    "module", "type", "generator", "range", "map", "zip", "Tensor", "torch.Tensor", "Parameter", "ndarray", "numpy.ndarray",
    "numpy.float64", "numpy.float32", "numpy.int64", "Linear", "Sequential", "DataLoader", "TensorDataset",
}  # fmt: skip
_METHODS = {"__init__", "forward", "__call__"}  # which are called without their names
_TYPE_NAMES = {
    "function", "type", "module", "generator", "set", "method", "map", "filter", "range", "ndarray", "partial",
}  # fmt: skip


def is_library_exception(name: str) -> bool:
    """Return whether Python, NumPy or torch names an exception so. A student's own could be named after a secret."""
    kind = getattr(builtins, name, None)
    return (isinstance(kind, type) and issubclass(kind, BaseException)) or name in (
        "OutOfMemoryError",
        "LinAlgError",
        "BdbQuit",
    )


def safe_type_name(name: str, class_names: frozenset[str]) -> str:
    """Return the name of a type where it cannot carry a hidden value, and else "object".

    Args:
        name: the name that the worker claims.
        class_names: the classes that the submission's source defines.
    """
    if name.isidentifier() and not keyword.iskeyword(name) and len(name) <= 40:
        is_known = name in class_names or hasattr(torch.nn, name) or hasattr(torch.utils.data, name)
        if is_known or name in _TYPE_NAMES:
            return name
    return "object"


def clean_line(text: str) -> str:
    """Return ``text`` as one line of at most 400 printable characters."""
    flat = " ".join(text.split())
    return "".join(character for character in flat if character.isprintable())[:400]


def safe_message(text: str, types: Sequence[str], is_allowed: Callable[[str, str], bool]) -> str:
    """Return what of an exception's message may be shown: a known wording, or "".

    Args:
        text: the message, as one line.
        types: the names of the exception's type and its bases.
        is_allowed: whether a name may be shown in a role of a wording.
    """
    for wording in WORDINGS:
        match = wording.pattern.fullmatch(text) if set(wording.types) & set(types[:1]) else None
        if match is not None:
            return wording.fill(
                [_safe_part(role, part, is_allowed) for role, part in zip(wording.roles, match.groups(), strict=True)]
            )
    return ""


def _safe_part(role: str, part: str, is_allowed: Callable[[str, str], bool]) -> str:
    if role == "rest":
        return ""
    if role == "call":
        scope, _, name = part.rpartition(".")
        shown = [name if name in _METHODS or is_allowed("call", name) else "…"]
        if scope and is_allowed("call", scope):
            shown.insert(0, scope)
        return ".".join(shown)
    if role == "dtype":
        return part.removeprefix("torch.")
    return part if (role == "kind" and part in KINDS) or is_allowed(role, part) else "…"
