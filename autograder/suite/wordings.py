"""The closed list of exceptions' messages that a student is shown, as Python, NumPy and torch word them.

In a wording ``#`` is a number or a shape, and ``{kind}`` the like is one of ``ROLES``. Nothing else of a message is shown, and of
these only what ``redaction`` allows. Every wording belongs to the types of exceptions that are raised with it.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from autograder.isolation.worker import unsupported_apis

NUMBER = r"-?\d{1,9}"
NAME = r"[A-Za-z_][A-Za-z_0-9]{0,60}"
_SHAPE = rf"[\[(](?:{NUMBER}(?:, ?{NUMBER})*,?)?[\])]"
_DOTTED = rf"{NAME}(?:\.{NAME}){{0,3}}"
DTYPES = (
    "Float", "Double", "Half", "Long", "Int", "Short", "Byte", "Bool", "Char", "BFloat16", "float", "double", "c10::Half",
    "float16", "float32", "float64", "int16", "int32", "int64", "int8", "uint8", "bool", "bfloat16",
)  # fmt: skip
OPERATORS = ("+", "-", "*", "/", "//", "%", "@", "**", "<", ">", "<=", ">=", "&", "|", "^", "<<", ">>", "+=", "-=", "*=", "/=",
             "@=")  # fmt: skip
ROLES = {
    "kind": rf"{_DOTTED}",  # a type
    "dtype": rf"(?:torch\.)?(?:{'|'.join(map(re.escape, DTYPES))})",
    "operator": f"(?:{'|'.join(map(re.escape, OPERATORS))}|\\*\\* or pow\\(\\))",
    "name": NAME,
    "attribute": NAME,
    "call": _DOTTED,  # what is called
    "argument": NAME,
    "module": _DOTTED,
    "key": r"[^'\\\n]{1,40}",
    "rest": r"(?:.*)",  # never shown
}

_LIBRARY = ("RuntimeError", "ValueError", "TypeError", "IndexError")  # where two libraries or versions differ
_WORDINGS: dict[tuple[str, ...], tuple[str, ...]] = {
    _LIBRARY: (
        "mat1 and mat2 shapes cannot be multiplied (# and #)",
        "The size of tensor a (#) must match the size of tensor b (#) at non-singleton dimension #",
        "shape '#' is invalid for input of size #",
        "view size is not compatible with input tensor's size and stride (at least one dimension spans across two contiguous"
        " subspaces). Use .reshape(...) instead.",
        "Trying to backward through the graph a second time{rest}",
        "element # of tensors does not require grad and does not have a grad_fn",
        "a leaf Variable that requires grad is being used in an in-place operation.",
        "one of the variables needed for gradient computation has been modified by an inplace operation{rest}",
        "Can't call numpy() on Tensor that requires grad. Use tensor.detach().numpy() instead.",
        "grad can be implicitly created only for scalar outputs",
        "One of the differentiated Tensors appears to not have been used in the graph{rest}",
        "One of the differentiated Tensors does not require grad{rest}",
        "Expected input batch_size (#) to match target batch_size (#).",
        "Expected #D (unbatched) or #D (batched) input to conv1d, but got input of size: #",
        "Expected #D (unbatched) or #D (batched) input to conv2d, but got input of size: #",
        "Expected #D (unbatched) or #D (batched) input to conv3d, but got input of size: #",
        "Given groups=#, weight of size #, expected input# to have # channels, but got # channels instead",
        "Calculated padded input size per channel: (#). Kernel size: (#). Kernel size can't be greater than actual input size",
        "Dimension out of range (expected to be in range of #, but got #)",
        "dimension out of range of # (expected to be in range of #, but got #)",
        "Dimension # out of range",
        "index # is out of bounds for axis # with size #",
        "index # is out of bounds for dimension # with size #",
        "operands could not be broadcast together with shapes # #",
        "operands could not be broadcast together with remapped shapes {rest}",
        "non-broadcastable output operand with shape # doesn't match the broadcast shape #",
        "stack expects each tensor to be equal size, but got # at entry # and # at entry #",
        "stack expects a non-empty TensorList",
        "torch.cat(): expected a non-empty list of Tensors",
        "Tensors must have same number of dimensions: got # and #",
        "a Tensor with # elements cannot be converted to Scalar",
        "Boolean value of Tensor with more than one value is ambiguous",
        "Boolean value of Tensor with no values is ambiguous",
        "only one element tensors can be converted to Python scalars",
        "only length-1 arrays can be converted to Python scalars",
        "only 0-dimensional arrays can be converted to Python scalars",
        "only integer tensors of a single element can be converted to an index",
        "only integer scalar arrays can be converted to a scalar index",
        "batch_size should be a positive integer value, but got batch_size=#",
        "not enough values to unpack (expected #, got #)",
        "too many values to unpack (expected #)",
        "too many values to unpack (expected #, got #)",
        "The truth value of an array with more than one element is ambiguous. Use a.any() or a.all()",
        "The truth value of an empty array is ambiguous. Use `array.size > 0` to check that an array is not empty.",
        "len() of a 0-d tensor",
        "len() of unsized object",
        "iteration over a 0-d tensor",
        "iteration over a 0-d array",
        "too many indices for array: array is #-dimensional, but # were indexed",
        "too many indices for tensor of dimension #",
        "invalid index of a 0-dim tensor. Use `tensor.item()` in Python or `tensor.item<T>()` in C++ to convert a 0-dim tensor to"
        " a number",
        "setting an array element with a sequence.",
        "setting an array element with a sequence. The requested array has an inhomogeneous shape after # dimensions. The"
        " detected shape was # + inhomogeneous part.",
        "setting an array element with a sequence. The requested array would exceed the maximum number of dimension of #.",
        "expected sequence of length # at dim # (got #)",
        "Expected more than 1 value per channel when training, got input size torch.Size(#)",
        "expected #D or #D input (got #D input)",
        "expected #D input (got #D input)",
        "Only Tensors of floating point and complex dtype can require gradients",
        "only Tensors of floating point dtype can require gradients",
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
        "Target # is out of bounds.",
        "only integers, slices (`:`), ellipsis (`...`), numpy.newaxis (`None`) and integer or boolean arrays are valid indices",
        "max() arg is an empty sequence",
        "min() arg is an empty sequence",
        "max() iterable argument is empty",
        "min() iterable argument is empty",
        "one_hot is only applicable to index tensor of type LongTensor.",
        "Given input size: #. Calculated output size: #. Output size is too small",
        "optimizer got an empty parameter list",
        "torch's own {call} cannot be used here: write this function from scratch.",
        unsupported_apis.NO_WORKERS,
        unsupported_apis.NO_COMPILE,
    ),
    ("RuntimeError",): (
        "mat1 and mat2 must have the same dtype, but got {dtype} and {dtype}",
        "expected scalar type {dtype} but found {dtype}",
        "expected m1 and m2 to have the same dtype, but got: {dtype} != {dtype}",
        "result type {dtype} can't be cast to the desired output type {dtype}",
        "expected target dtype to be Long or Byte, but got {dtype}",
        "Expected floating point type for target with class probabilities, got {dtype}",
        "mean(): could not infer output dtype. Input dtype must be either a floating point or complex dtype. Got: {dtype}",
    ),
    ("NotImplementedError", "RuntimeError"): (
        "\"softmax_lastdim_kernel_impl\" not implemented for '{dtype}'",
        "\"log_softmax_lastdim_kernel_impl\" not implemented for '{dtype}'",
        'Module [{kind}] is missing the required "forward" function',
    ),
    ("TypeError",): (
        "unsupported operand type(s) for {operator}: '{kind}' and '{kind}'",
        "'{operator}' not supported between instances of '{kind}' and '{kind}'",
        *(f'can only concatenate {kind} (not "{{kind}}") to {kind}' for kind in ("list", "tuple", "str")),
        "{kind} indices must be integers or slices, not {kind}",
        "can't multiply sequence by non-int of type '{kind}'",
        "cannot unpack non-iterable {kind} object",
        "'{kind}' object is not callable",
        "'{kind}' object is not iterable",
        "'{kind}' object is not subscriptable",
        "'{kind}' object does not support item assignment",
        "'{kind}' object cannot be interpreted as an integer",
        "object of type '{kind}' has no len()",
        "bad operand type for unary -: '{kind}'",
        "expected np.ndarray (got {kind})",
        "expected Tensor as element # in argument #, but got {kind}",
        "only integers, slices (`:`), ellipsis (`...`), None and long or byte Variables are valid indices (got {kind})",
        "{call}() got an unexpected keyword argument '{argument}'",
        "{call}() missing # required positional argument: '{argument}'",
        "{call}() missing # required keyword-only argument: '{argument}'",
        "{call}() missing # required positional arguments: {rest}",
        "{call}() missing # required keyword-only arguments: {rest}",
        "{call}() takes # positional argument but # were given",
        "{call}() takes # positional arguments but # was given",
        "{call}() takes # positional arguments but # were given",
        "{call}() takes from # to # positional arguments but # were given",
    ),
    ("NameError", "UnboundLocalError"): (
        "name '{name}' is not defined{rest}",
        "cannot access local variable '{name}' where it is not associated with a value",
        "local variable '{name}' referenced before assignment",
    ),
    ("AttributeError",): (
        "'{kind}' object has no attribute '{attribute}'",
        "type object '{kind}' has no attribute '{attribute}'",
        "module '{module}' has no attribute '{attribute}'",
    ),
    ("ImportError",): ("cannot import name '{name}' from '{module}'{rest}",),
    ("KeyError",): ("'{key}'",),
    ("IndexError",): (
        "list index out of range", "tuple index out of range", "string index out of range", "pop from empty list",
        "list assignment index out of range",
    ),
    ("ZeroDivisionError",): (
        "division by zero", "float division by zero", "integer division or modulo by zero", "integer modulo by zero",
        "float floor division by zero",
    ),
    ("RecursionError",): ("maximum recursion depth exceeded{rest}",),
    ("SyntaxError", "IndentationError", "TabError"): (
        "invalid syntax{rest}",
        "unexpected indent",
        "unindent does not match any outer{rest}",
        "expected an indented block{rest}",
        "inconsistent use of tabs and spaces in indentation",
        *(f"'{bracket}' was never closed" for bracket in "([{"),
        *(f"unmatched '{bracket}'" for bracket in ")]}"),
        "expected ':'",
        "unterminated string literal (detected at line #)",
        "unterminated triple-quoted string literal (detected at line #)",
        "cannot assign to {rest}",
        "unexpected EOF while parsing",
        "EOL while scanning string literal",
        "invalid non-printable character{rest}",
        "invalid decimal literal",
        "'return' outside function",
    ),
    ("PermissionError",): ("[Errno 1] Operation not permitted{rest}", "[Errno 13] Permission denied{rest}"),
}  # fmt: skip

_NUMBERS = rf"(?:{NUMBER}(?: ?x ?{NUMBER})*|\({NUMBER}(?:x{NUMBER})+\)|{_SHAPE})"
_PIECES = re.compile(r"(#|\{(?:" + "|".join(ROLES) + r")\})")


class Wording(NamedTuple):
    """A wording of the list: how to recognise it, and of which types.

    Attributes:
        text: the wording.
        pattern: matches its messages; the groups are the parts of ``roles``.
        roles: the roles in the wording, in their order.
        types: the exceptions that are raised with it.
    """

    text: str
    pattern: re.Pattern[str]
    roles: tuple[str, ...]
    types: tuple[str, ...]

    def fill(self, parts: list[str]) -> str:
        """Return the message with these parts in the place of its roles, and without its numbers."""
        left = iter(parts)
        shown = [
            ("…" if piece == "#" else next(left) if _PIECES.fullmatch(piece) else piece)
            for piece in _PIECES.split(self.text)
        ]
        return "".join(shown)


def _read(text: str, types: tuple[str, ...]) -> Wording:
    pieces = _PIECES.split(text)
    roles = tuple(piece[1:-1] for piece in pieces if piece != "#" and _PIECES.fullmatch(piece))
    pattern = "".join(
        _NUMBERS if piece == "#" else f"({ROLES[piece[1:-1]]})" if _PIECES.fullmatch(piece) else re.escape(piece)
        for piece in pieces
    )
    return Wording(text, re.compile(pattern), roles, types)


WORDINGS = tuple(_read(text, types) for types, texts in _WORDINGS.items() for text in texts)
