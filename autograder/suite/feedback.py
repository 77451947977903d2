"""Turns the end of a test into words for the student, and keeps everything hidden out of them.

Text that student code chose (an exception's message, a type's name) could carry a hidden input out of the sandbox. So of a
hidden test only messages are shown that the interpreter, NumPy or torch words themselves, with nothing in them but a few small
integers and names that stand in the student's own source. What is left to say is which of one's own lines raised what, and
three or four sizes: some bytes a test, where whether it passed is a bit that no grader can hide.
"""

from __future__ import annotations

import re
import signal
import traceback
from collections.abc import Mapping

import msgspec

from autograder.isolation.rpc import messages
from autograder.isolation.worker import unsupported_apis
from autograder.model.grading import Reason
from autograder.model.manifest import Test
from autograder.submission.outline import read_outline
from autograder.suite.plugin import OverdueError
from autograder.suite.session import MissingError, StudentError, WorkerEnded
from testkit.check import CheckFailure

KNOWN_EXCEPTIONS = set(
    """
    ArithmeticError AssertionError AttributeError BufferError EOFError FileNotFoundError FloatingPointError ImportError
    IndentationError IndexError IsADirectoryError KeyError KeyboardInterrupt LookupError MemoryError ModuleNotFoundError
    NameError NotImplementedError OSError OverflowError PermissionError RecursionError RuntimeError StopIteration SyntaxError
    SystemExit TabError TimeoutError TypeError UnboundLocalError UnicodeDecodeError ValueError ZeroDivisionError OutOfMemoryError
    LinAlgError Exception BaseException
    """.split()  # noqa: SIM905 - read by people
)

_N = r"-?\d{1,5}"
_SHAPE = rf"[\[(](?:{_N}(?:, ?{_N})*,?)?[\])]"
_NAME = r"[A-Za-z_][A-Za-z_0-9]{0,40}"
_DTYPE = (
    r"(?:torch\.)?(?:Float|Double|Half|Long|Int|Short|Byte|Bool|Char|BFloat16|float\d\d|int\d\d?|uint8|bool|bfloat16)"
)

# What the interpreter, NumPy and torch say themselves. Each must match the whole message; names are checked further below.
_SAFE = [
    re.compile(pattern)
    for pattern in (
        rf"mat1 and mat2 shapes cannot be multiplied \({_N}x{_N} and {_N}x{_N}\)",
        rf"mat1 and mat2 must have the same dtype, but got {_DTYPE} and {_DTYPE}",
        rf"The size of tensor a \({_N}\) must match the size of tensor b \({_N}\) at non-singleton dimension {_N}",
        rf"shape '{_SHAPE}' is invalid for input of size \d{{1,9}}",
        r"view size is not compatible with input tensor's size and stride \(at least one dimension spans across two contiguous"
        r" subspaces\)\. Use \.reshape\(\.\.\.\) instead\.",
        r"element 0 of tensors does not require grad and does not have a grad_fn",
        r"Trying to backward through the graph a second time(?P<x>.*)",
        r"a leaf Variable that requires grad is being used in an in-place operation\.",
        r"Can't call numpy\(\) on Tensor that requires grad\. Use tensor\.detach\(\)\.numpy\(\) instead\.",
        r"grad can be implicitly created only for scalar outputs",
        r"One of the differentiated Tensors (?:appears to not have been used in the graph|does not require grad)(?P<x>.*)",
        rf"Expected input batch_size \({_N}\) to match target batch_size \({_N}\)\.",
        rf"expected scalar type {_DTYPE} but found {_DTYPE}",
        rf"Expected {_N}D \(unbatched\) or {_N}D \(batched\) input to conv[123]d, but got input of size: {_SHAPE}",
        rf"Given groups={_N}, weight of size {_SHAPE}, expected input{_SHAPE} to have {_N} channels, but got {_N} channels instead",
        rf"Calculated padded input size per channel: \({_N}(?: x {_N})*\)\. Kernel size: \({_N}(?: x {_N})*\)\. Kernel size"
        r" can't be greater than actual input size",
        rf"(?:Dimension|index) {_N} (?:out of range|is out of bounds for (?:dimension|axis) {_N} with size {_N})",
        rf"Dimension out of range \(expected to be in range of {_SHAPE}, but got {_N}\)",
        rf"operands could not be broadcast together with shapes {_SHAPE} {_SHAPE} ?",
        rf"stack expects each tensor to be equal size, but got {_SHAPE} at entry {_N} and {_SHAPE} at entry {_N}",
        rf"Tensors must have same number of dimensions: got {_N} and {_N}",
        rf"result type {_DTYPE} can't be cast to the desired output type {_DTYPE}",
        rf"a Tensor with {_N} elements cannot be converted to Scalar",
        r"Boolean value of Tensor with (?:more than one value|no values) is ambiguous",
        r"only (?:one element tensors|length-1 arrays|0-dimensional arrays) can be converted to Python scalars",
        r"only integer (?:tensors of a single element|scalar arrays) can be converted to (?:an index|a scalar index)",
        rf"batch_size should be a positive integer value, but got batch_size={_N}",
        rf"(?P<a>{_NAME})\(\) (?:got an unexpected keyword argument|missing {_N} required (?:positional|keyword-only) arguments?:)"
        rf" (?P<b>'{_NAME}'(?:(?:,| and|, and) '{_NAME}')*)",
        rf"(?P<a>(?:{_NAME}\.)?{_NAME})\(\) takes (?:from {_N} to )?{_N} positional arguments? but {_N} (?:was|were) given",
        rf"name '(?P<a>{_NAME})' is not defined(?P<x>.*)",
        rf"cannot access local variable '(?P<a>{_NAME})' where it is not associated with a value",
        rf"local variable '(?P<a>{_NAME})' referenced before assignment",
        rf"'(?P<a>{_NAME})' object (?:is not (?:callable|iterable|subscriptable)|has no attribute '(?P<b>{_NAME})'|has no len\(\))",
        rf"module '(?P<a>{_NAME}(?:\.{_NAME}){{0,3}})' has no attribute '(?P<b>{_NAME})'",
        rf"unsupported operand type\(s\) for [-+*/%@&|^<>=]{{1,3}}: '(?P<a>{_NAME})' and '(?P<b>{_NAME})'",
        rf"not enough values to unpack \(expected {_N}, got {_N}\)|too many values to unpack \(expected {_N}(?:, got {_N})?\)",
        rf"cannot unpack non-iterable (?P<a>{_NAME}) object",
        r"(?:list|tuple|string) index out of range|division by zero|float division by zero",
        rf'"(?:log_)?softmax_lastdim_kernel_impl" not implemented for \'{_DTYPE}\'',
        rf"mean\(\): could not infer output dtype\. Input dtype must be either a floating point or complex dtype\. Got: {_DTYPE}",
        rf'Module \[(?P<a>{_NAME})\] is missing the required "forward" function',
        rf"torch's own (?P<a>{_NAME}) cannot be used here: this function is to be written from scratch\.",
        r"maximum recursion depth exceeded(?P<x>.*)",
        r"optimizer got an empty parameter list|invalid syntax|unexpected indent|unindent does not match any outer(?P<x>.*)",
        r"expected an indented block(?P<x>.*)|inconsistent use of tabs and spaces in indentation|'.' was never closed",
        r"\[Errno (?:1|13)\] (?:Operation not permitted|Permission denied)",
        re.escape(unsupported_apis.NO_WORKERS),
        re.escape(unsupported_apis.NO_COMPILE),
    )
]
_COMMON_NAMES = {
    "Tensor", "NoneType", "int", "float", "str", "list", "tuple", "dict", "bool", "function", "method", "module", "ndarray",
    "Linear", "Sequential", "DataLoader", "SGD", "Adam", "CrossEntropyLoss", "torch", "numpy", "nn", "forward", "__init__", "type",
    "builtin_function_or_method", "generator", "set", "bytes", "Size", "Parameter", "device", "dtype", "TensorDataset",
}  # fmt: skip


_TOO_MUCH_MEMORY = (
    "Your code asked for more memory than the {} MB that this test allows. Look for a list that keeps whole tensors or graphs"
    " (use .item() or .detach()), or for a broadcast that makes a huge result."
)


MAX_LINES = 5000  # of a file whose lines are pointed at
_MAX_NAMES, _MAX_NUMBERS, _MAX_DIGITS = 4, 4, 12
_NUMBERS = re.compile(r"(?<![A-Za-z_0-9])-?\d+(?:(?:x|, ?| x )-?\d+)*")


class Explanation(msgspec.Struct):
    """Why a test failed: for the student (``message``, ``traceback``, ``hint``) and for staff."""

    reason: Reason
    message: str
    traceback: str = ""
    hint: str = ""
    staff: str = ""


def explain(error: BaseException, test: Test, sources: Mapping[str, str]) -> Explanation:
    """The explanation of ``error``, with which ``test`` ended.

    Args:
        sources: the submission's files by path, decoded.
    """
    staff = "".join(traceback.format_exception(error)).strip()
    if isinstance(error, CheckFailure):
        message = f"{error.words}\n{error.values}".strip() if test.public else error.words
        return Explanation("wrong", message, hint=error.hint, staff=staff)
    if isinstance(error, WorkerEnded):
        return _ended(error, test, staff)
    if isinstance(error, StudentError):
        return _raised(error, test, sources, staff)
    if isinstance(error, OverdueError):
        message = (
            "The grader's own part of this test took too long, which is not your fault. Please tell the course staff."
        )
        return Explanation("unfinished", message, staff=staff)
    return Explanation(
        "unfinished",
        "What your code returned could not be used by this test, most likely because it has another type or structure than the"
        " hand-out asks for. Compare what you return with the signature there. If it looks right, tell the course staff.",
        staff=staff,
    )


def _ended(error: WorkerEnded, test: Test, staff: str) -> Explanation:
    limits = test.limits
    if error.ending == "time":
        if error.detail == "CPU limit":
            used = f"more than the {limits.cpu_seconds:g} seconds of computing time that this test allows"
        else:
            used = f"{limits.wall_seconds:g} seconds and gave no answer"
        message = (
            f"Stopped: your code took {used}. Look for a loop that never ends, a wait for input or for sleep(), or a Python loop"
            " over elements that one tensor operation could do."
        )
        return Explanation("time", message, staff=staff)
    if error.ending == "unreached":
        message = (
            "The time for the whole run was used up before this test had an answer, so it counts as failed. Make the tests that"
            " take longest faster, and it will be reached."
        )
        return Explanation("unreached", message, staff=staff)
    if error.ending == "protocol":
        message = (
            "The process that runs your code sent something that is no answer to what the test asked. Code that writes to the"
            " grader's connection, or returns an extremely large result, causes this."
        )
        return Explanation("protocol", message, staff=f"{error.detail}\n{staff}")
    if error.ending == "memory":
        return Explanation("memory", _TOO_MUCH_MEMORY.format(test.limits.memory_mb), staff=staff)
    if error.ending == "disk":
        return Explanation(
            "stopped", f"Stopped: your code wrote more than {2 * limits.disk_mb} MB of files.", staff=staff
        )
    status = int(error.detail.rpartition(" ")[2]) if error.detail.startswith("status ") else 0
    if status in (-signal.SIGSEGV, -signal.SIGBUS, -signal.SIGABRT, -signal.SIGILL, -signal.SIGFPE):
        name = signal.Signals(-status).name
        message = (
            f"The Python process crashed ({name}) while it ran your code. Very deep recursion, or memory changed behind Python's"
            " back, does this."
        )
    else:
        message = (
            "The Python process that ran your code ended before it had answered. Calls such as exit(), quit() or os._exit() end"
            " it: return a value instead."
        )
    return Explanation("stopped", message, staff=f"{error.detail}\n{staff}")


def _raised(error: StudentError, test: Test, sources: Mapping[str, str], staff: str) -> Explanation:
    frames = _frames(error.frames if test.public else error.frames[:1] + error.frames[1:][-2:], sources)
    where = frames[-1].place if frames else ""
    shown = _show_frames(frames)
    staff = f"{error}\n{staff}"
    name = next((kind for kind in error.student_bases if kind in KNOWN_EXCEPTIONS), "an exception")
    stub = frames and frames[-1].text.startswith("raise NotImplementedError")  # torch raises it too
    if stub and error.student_bases[:1] == ["NotImplementedError"]:
        function = f"`{frames[-1].function}` " if frames and frames[-1].function.isidentifier() else ""
        return Explanation("unwritten", f"Not written yet: {function}still has its TODO ({where}).", staff=staff)
    if error.package and "ModuleNotFoundError" in error.student_bases and not isinstance(error, MissingError):
        package = error.package if _in_sources(error.package, sources) else "a package"
        message = (
            f"{where or 'Your code'} imports {package}, which this assignment does not install and your submission does not hold."
            " Use the packages that the hand-out names."
        )
        return Explanation("package", message, staff=staff)
    if isinstance(error, MissingError):
        return _missing(error, staff)
    if (
        "MemoryError" in error.student_bases
        or "allocate memory" in error.text
        or "OutOfMemoryError" in error.student_bases
    ):
        return Explanation("memory", _TOO_MUCH_MEMORY.format(test.limits.memory_mb), traceback=shown, staff=staff)
    if "SystemExit" in error.student_bases:
        message = f"Your code called exit(){f' ({where})' if where else ''}: return a value instead."
        return Explanation("stopped", message, traceback=shown, staff=staff)
    text = _clean(error.text)
    if not test.public:
        text = _safe_part(text, sources)
    message = f"Your code raised {name}{f': {text}' if text else ''}{'' if text.endswith('.') else '.'}"
    if not text and error.text:
        message += " Its message is not shown, because this test's inputs are hidden; try inputs of your own to see it."
    if "PermissionError" in error.student_bases:
        message += (
            " While grading, code cannot start processes, use the network, or touch files outside its own folder."
        )
    if "SyntaxError" in error.student_bases and where:
        message = f"Python cannot read {where}: {text or 'a syntax error'}."
    return Explanation("raised", message, traceback=shown, staff=staff)


def _missing(error: MissingError, staff: str) -> Explanation:
    if "ModuleNotFoundError" in error.student_bases:
        path = error.asked.replace(".", "/") + ".py"
        return Explanation("missing", f"Your submission has no file {path}, which this test needs.", staff=staff)
    message = f"Your submission does not define `{error.asked}`, which this test needs. Check its spelling and the file it is in."
    return Explanation("missing", message, staff=staff)


class _Place(msgspec.Struct):
    file: str
    line: int
    function: str
    text: str

    @property
    def place(self) -> str:
        return f"{self.file} line {self.line}"


def _frames(frames: list[messages.Frame], sources: Mapping[str, str]) -> list[_Place]:
    """The claimed frames that can be real: a line of code that the submission has, with its function told from the source itself.

    A line's number can spell something, the more the longer the file is.
    """
    real = []
    for frame in frames[:12]:
        lines = sources.get(frame.file, "").splitlines()
        text = lines[frame.line - 1].strip() if 1 <= frame.line <= len(lines) <= MAX_LINES else ""
        if text and not text.startswith("#"):
            real.append(
                _Place(frame.file, frame.line, _function_at(sources[frame.file], frame.line), _clean(text)[:160])
            )
    return real


def _function_at(source: str, line: int) -> str:
    around = [name for first, last, name in read_outline(source.encode()).functions if first <= line <= last]
    return around[-1] if around else ""


def _show_frames(frames: list[_Place]) -> str:
    shown = []
    for frame in frames:
        function = f", in {frame.function}" if frame.function else ""
        shown.append(f"{frame.place}{function}\n    {frame.text}")
    return "\n".join(shown)


def _clean(text: str) -> str:
    """One line of printable characters."""
    flat = " ".join(text.split())
    return "".join(character for character in flat if character.isprintable())[:400]


def _in_sources(word: str, sources: Mapping[str, str]) -> bool:
    return any(re.search(rf"\b{re.escape(word)}\b", text) for text in sources.values())


def _safe_part(text: str, sources: Mapping[str, str]) -> str:
    """What of an exception's message may be shown of a hidden test: a known wording up to its free part, or nothing."""
    for pattern in _SAFE:
        match = pattern.fullmatch(text)
        if match is None:
            continue
        parts = match.groupdict()
        free = parts.pop("x", None)
        names = [name for name in re.findall(_NAME, " ".join(part for part in parts.values() if part)) if name != "and"]
        if len(names) <= _MAX_NAMES and all(name in _COMMON_NAMES or _in_sources(name, sources) for name in names):
            return _without_lists(text[: len(text) - len(free)] if free else text)
    return ""


def _without_lists(text: str) -> str:
    """``text`` without its numbers, where they are more than a few sizes: a long shape can spell anything."""
    numbers = re.findall(r"\d+", "".join(_NUMBERS.findall(text)))
    if len(numbers) <= _MAX_NUMBERS and len("".join(numbers)) <= _MAX_DIGITS:
        return text
    return _NUMBERS.sub("…", text)
