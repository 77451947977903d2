"""The closed list of what may be shown of text that student code chose: exceptions' messages, and names of types.

Text that student code chose could carry a hidden input out of the sandbox. So of a hidden test only messages are shown that the
interpreter, NumPy or torch word themselves, with nothing in them but a few small integers and names that stand in the student's
own source. What remains is which of one's own lines raised what, and three or four sizes: some bytes a test, where whether it
passed is a bit that no grader can hide.
"""

from __future__ import annotations

import builtins
import keyword
import re
from collections.abc import Mapping

import torch

from autograder.isolation.worker import unsupported_apis

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

# How the interpreter, NumPy and torch word their messages. Each pattern must match the whole message; `safe_message` checks the
# names in it, and drops what the group x matches.
_WORDINGS = [
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
# Further wordings that beginners meet, shown without their numbers: # is a number or a shape, {kind} and {dtype} are names of
# the closed lists below. Nothing else of the message is shown, so each of these carries which one it is, and a kind or a dtype.
_TEMPLATES = (
    "The truth value of an array with more than one element is ambiguous. Use a.any() or a.all()",
    "The truth value of an empty array is ambiguous. Use `array.size > 0` to check that an array is not empty.",
    "object of type '{kind}' has no len()",
    "len() of a 0-d tensor",
    "len() of unsized object",
    "iteration over a 0-d tensor",
    "iteration over a 0-d array",
    "too many indices for array: array is #-dimensional, but # were indexed",
    "too many indices for tensor of dimension #",
    "invalid index of a 0-dim tensor. Use `tensor.item()` in Python or `tensor.item<T>()` in C++ to convert a 0-dim tensor to a"
    " number",
    "setting an array element with a sequence.",
    "setting an array element with a sequence. The requested array has an inhomogeneous shape after # dimensions. The detected"
    " shape was # + inhomogeneous part.",
    "setting an array element with a sequence. The requested array would exceed the maximum number of dimension of #.",
    "expected sequence of length # at dim # (got #)",
    "expected np.ndarray (got {kind})",
    "expected Tensor as element # in argument #, but got {kind}",
    "Expected more than 1 value per channel when training, got input size torch.Size(#)",
    "expected #D or #D input (got #D input)",
    "expected #D input (got #D input)",
    "expected target dtype to be Long or Byte, but got {dtype}",
    "Expected floating point type for target with class probabilities, got {dtype}",
    "Only Tensors of floating point and complex dtype can require gradients",
    "only Tensors of floating point dtype can require gradients",
    "stack expects a non-empty TensorList",
    "torch.cat(): expected a non-empty list of Tensors",
    "need at least one array to stack",
    "need at least one array to concatenate",
    "all input arrays must have the same shape",
    "all the input array dimensions except for the concatenation axis must match exactly, but along dimension #, the array at"
    " index # has size # and the array at index # has size #",
    "Sizes of tensors must match except in dimension #. Expected size # but got size # for tensor number # in the list.",
    "matmul: Input operand # has a mismatch in its core dimension #, with gufunc signature (n?,k),(k,m?)->(n?,m?) (size # is"
    " different from #)",
    "matmul: Input operand # does not have enough dimensions (has #, gufunc core with signature (n?,k),(k,m?)->(n?,m?)"
    " requires #)",
    "shapes # and # not aligned: # (dim #) != # (dim #)",
    "size mismatch, got input (#), mat (#), vec (#)",
    "inconsistent tensor size, expected tensor # and src # to have the same number of elements, but got # and # elements"
    " respectively",
    "Expected size for first two dimensions of batch2 tensor to be: # but got: #.",
    "cannot reshape array of size # into shape #",
    "axis # is out of bounds for array of dimension #",
    "axes don't match array",
    "index # is out of bounds for axis # with size #",
    "index # is out of bounds for dimension # with size #",
    "Target # is out of bounds.",
    "only integers, slices (`:`), ellipsis (`...`), numpy.newaxis (`None`) and integer or boolean arrays are valid indices",
    "only integers, slices (`:`), ellipsis (`...`), None and long or byte Variables are valid indices (got {kind})",
    "{kind} indices must be integers or slices, not {kind}",
    "'{kind}' object cannot be interpreted as an integer",
    "can't multiply sequence by non-int of type '{kind}'",
    'can only concatenate {kind} (not "{kind}") to {kind}',
    "max() arg is an empty sequence",
    "min() arg is an empty sequence",
    "max() iterable argument is empty",
    "min() iterable argument is empty",
    "one_hot is only applicable to index tensor of type LongTensor.",
    "\"log_softmax_lastdim_kernel_impl\" not implemented for '{dtype}'",
    "Given input size: #. Calculated output size: #. Output size is too small",
)
_KINDS = (
    "int", "float", "str", "bool", "complex", "list", "tuple", "dict", "set", "NoneType", "Tensor", "Parameter", "ndarray",
    "numpy.ndarray", "numpy.float64", "numpy.float32", "numpy.int64", "function", "method", "module", "type", "generator", "range",
    "builtin_function_or_method", "map", "zip", "DataLoader", "TensorDataset",
)  # fmt: skip
COMMON_NAMES = {
    "Tensor", "NoneType", "int", "float", "str", "list", "tuple", "dict", "bool", "function", "method", "module", "ndarray",
    "Linear", "Sequential", "DataLoader", "SGD", "Adam", "CrossEntropyLoss", "torch", "numpy", "nn", "forward", "__init__", "type",
    "builtin_function_or_method", "generator", "set", "bytes", "Size", "Parameter", "device", "dtype", "TensorDataset",
}  # fmt: skip
_TYPE_NAMES = {
    "function", "type", "module", "generator", "set", "method", "map", "filter", "range", "ndarray", "partial",
}  # fmt: skip


def _pattern_of(template: str) -> re.Pattern[str]:
    """Return the pattern of a template's messages; what the groups match is shown."""
    pieces = {
        "#": rf"(?:{_N}(?:x{_N})*|\({_N}(?:x{_N})+\)|{_SHAPE})",
        "{kind}": f"({'|'.join(map(re.escape, _KINDS))})",
        "{dtype}": f"({_DTYPE})",
    }
    return re.compile(
        "".join(pieces.get(piece, re.escape(piece)) for piece in re.split(r"(#|\{kind\}|\{dtype\})", template))
    )


_NUMBERLESS = [(_pattern_of(template), re.sub(r"\{kind\}|\{dtype\}", "{}", template)) for template in _TEMPLATES]

_MAX_NAMES, _MAX_NUMBERS, _MAX_DIGITS = 4, 4, 12
_NUMBERS = re.compile(r"(?<![A-Za-z_0-9])-?\d+(?:(?:x|, ?| x )-?\d+)*")


def is_library_exception(name: str) -> bool:
    """Return whether Python, NumPy or torch names an exception so. A student's own could be named after a secret."""
    kind = getattr(builtins, name, None)
    return (isinstance(kind, type) and issubclass(kind, BaseException)) or name in ("OutOfMemoryError", "LinAlgError")


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


def is_in_sources(word: str, sources: Mapping[str, str]) -> bool:
    """Return whether ``word`` stands as a whole word in one of ``sources``, the submission's files by path."""
    return any(re.search(rf"\b{re.escape(word)}\b", text) for text in sources.values())


def safe_message(text: str, sources: Mapping[str, str]) -> str:
    """Return what of an exception's message may be shown of a hidden test: a known wording up to its free part, or "".

    Args:
        text: the message, as one line.
        sources: the submission's files by path, decoded.
    """
    for pattern in _WORDINGS:
        match = pattern.fullmatch(text)
        if match is None:
            continue
        parts = match.groupdict()
        free = parts.pop("x", None)
        names = [name for name in re.findall(_NAME, " ".join(part for part in parts.values() if part)) if name != "and"]
        if len(names) <= _MAX_NAMES and all(name in COMMON_NAMES or is_in_sources(name, sources) for name in names):
            return _without_lists(text[: len(text) - len(free)] if free else text)
    for pattern, shown in _NUMBERLESS:
        match = pattern.fullmatch(text)
        if match is not None:
            return shown.replace("#", "…").format(*match.groups())
    return ""


def _without_lists(text: str) -> str:
    """Return ``text`` without its numbers where they are more than a few sizes: a long shape can spell anything."""
    numbers = re.findall(r"\d+", "".join(_NUMBERS.findall(text)))
    if len(numbers) <= _MAX_NUMBERS and len("".join(numbers)) <= _MAX_DIGITS:
        return text
    return _NUMBERS.sub("…", text)
