"""Python values to wire values and back: plain data crosses by value, everything else stays in its process.

The table of dtypes is closed, sizes are checked against shapes, and no type is looked up by a name that came over the wire.
"""

from __future__ import annotations

import collections
import math
from collections.abc import Callable
from typing import Any

import numpy as np
import torch

from autograder.isolation.rpc import messages

TENSOR_DTYPES: dict[str, torch.dtype] = {
    str(dtype).removeprefix("torch."): dtype
    for dtype in (
        torch.float32, torch.float64, torch.float16, torch.bfloat16, torch.int64, torch.int32, torch.int16, torch.int8,
        torch.uint8, torch.bool, torch.complex64, torch.complex128,
    )
}  # fmt: skip
ARRAY_DTYPES: dict[str, np.dtype[Any]] = {
    np.dtype(name).name: np.dtype(name)
    for name in ("f4", "f8", "f2", "i8", "i4", "i2", "i1", "u1", "u2", "u4", "u8", "?", "c8", "c16")
}
_DEVICES = {"cpu", "cuda", "cuda:0"}

Kept = messages.Ref | messages.CallbackRef | messages.Generator
Keep = Callable[[object], Kept]
"""Keeps a value that is no plain data in a table, and returns its reference; or returns what the other side is to make of it."""


class CannotCrossError(TypeError):
    """The value is neither plain data nor something this side may keep."""


def encode(value: object, keep: Keep, depth: int = 0) -> messages.Value:
    """Return the wire form of ``value``.

    Subclasses of plain types (a tensor subclass, ``np.float64``, a named tuple) cross as the plain type they extend; of ``dict``
    only ``OrderedDict`` and ``defaultdict``, because other subclasses may behave differently.

    Args:
        value: what is to cross.
        keep: for a value that is no plain data.
        depth: of the containers around ``value``.

    Raises:
        CannotCrossError: nested too deeply, or of a layout that has no plain form (sparse, meta).
    """
    if depth > messages.MAX_DEPTH:
        raise CannotCrossError(f"data nested more than {messages.MAX_DEPTH} deep cannot cross")
    if value is None or value is True or value is False:
        return value
    if isinstance(value, np.generic):
        if value.dtype.name not in ARRAY_DTYPES:
            return keep(value)
        return messages.Scalar(value.dtype.name, value.tobytes())
    if isinstance(value, int):
        plain = int(value)
        if plain.bit_length() > messages.MAX_INTEGER_BITS:
            raise CannotCrossError(f"an integer of more than {messages.MAX_INTEGER_BITS} bits cannot cross")
        return plain if -(2**63) <= plain < 2**63 else messages.BigInt(hex(plain))
    if isinstance(value, float):
        return float(value)
    if isinstance(value, str):
        return str.__str__(value).encode("utf-8", "replace").decode()
    if isinstance(value, torch.Tensor):
        return _encode_tensor(value)
    if isinstance(value, np.ndarray):
        if value.dtype.name not in ARRAY_DTYPES or value.ndim > messages.MAX_AXES:
            return keep(value)
        native = value.astype(ARRAY_DTYPES[value.dtype.name], copy=False)  # the name does not give the byte order
        return messages.Array(value.dtype.name, list(value.shape), native.tobytes())
    if isinstance(value, (bytes, bytearray)):
        return messages.Blob(bytes(value))
    if isinstance(value, (list, tuple)):
        items = [encode(item, keep, depth + 1) for item in value]
        return messages.List(items) if isinstance(value, list) else messages.Tuple(items)
    if type(value) in (dict, collections.OrderedDict, collections.defaultdict):
        pairs: dict[Any, Any] = value  # type: ignore[assignment]
        keys = [encode(key, keep, depth + 1) for key in pairs]
        return messages.Dict(keys, [encode(item, keep, depth + 1) for item in pairs.values()])
    if isinstance(value, torch.dtype):
        return messages.Dtype(str(value).removeprefix("torch."))
    if isinstance(value, torch.device):
        return messages.Device(str(value))
    return keep(value)


def _encode_tensor(value: torch.Tensor) -> messages.Tensor:
    name = str(value.dtype).removeprefix("torch.")
    if name not in TENSOR_DTYPES or value.layout != torch.strided or value.device.type == "meta":
        raise CannotCrossError(f"a tensor of layout {value.layout} and dtype {value.dtype} cannot cross")
    if value.dim() > messages.MAX_AXES:
        raise CannotCrossError(f"a tensor of {value.dim()} axes cannot cross")
    requires_grad = bool(value.requires_grad)
    plain = value.detach().as_subclass(torch.Tensor).cpu().resolve_conj().resolve_neg().contiguous()
    if plain.dtype == torch.bfloat16:
        plain = plain.view(torch.int16)
    data = bytearray(plain.numpy().reshape(-1).view(np.uint8))
    return messages.Tensor(name, list(plain.shape), data, requires_grad)


def decode(value: messages.Value, resolve: Callable[[Kept], object], depth: int = 0) -> Any:
    """Return the Python value of a wire value.

    Args:
        value: as it was received.
        resolve: returns the object for what ``keep`` of the other side gave.
        depth: of the containers around ``value``.

    Raises:
        messages.ProtocolError: a size, dtype or nesting that ``encode`` does not make.
    """
    if depth > messages.MAX_DEPTH:
        raise messages.ProtocolError("data nested too deeply")
    if value is None or isinstance(value, (bool, int, float, str)):
        return value
    if isinstance(value, messages.Tensor):
        return _decode_tensor(value)
    if isinstance(value, messages.Array):
        return _decode_array(value.dtype, value.shape, value.data)
    if isinstance(value, messages.Scalar):
        return _decode_array(value.dtype, [], value.data)[()]
    if isinstance(value, messages.List):
        return [decode(item, resolve, depth + 1) for item in value.items]
    if isinstance(value, messages.Tuple):
        return tuple(decode(item, resolve, depth + 1) for item in value.items)
    if isinstance(value, messages.Dict):
        keys = [decode(key, resolve, depth + 1) for key in value.keys]
        if len(keys) != len(value.values):
            raise messages.ProtocolError("a dict with a different number of keys and values")
        if len(keys) > messages.MAX_KEYS and not all(isinstance(key, str) for key in keys):
            raise messages.ProtocolError("a dict with too many keys that are not strings")
        try:
            return dict(zip(keys, (decode(item, resolve, depth + 1) for item in value.values), strict=True))
        except TypeError as error:
            raise messages.ProtocolError("a dict with a key that cannot be hashed") from error
    if isinstance(value, messages.BigInt):
        try:
            plain = int(value.text[: messages.MAX_INTEGER_BITS], 16)
        except ValueError as error:
            raise messages.ProtocolError("a large integer that does not parse") from error
        if len(value.text) > messages.MAX_INTEGER_BITS or plain.bit_length() > messages.MAX_INTEGER_BITS:
            raise messages.ProtocolError(f"an integer of more than {messages.MAX_INTEGER_BITS} bits")
        return plain
    if isinstance(value, messages.Blob):
        return value.data
    if isinstance(value, messages.Dtype):
        if value.name not in TENSOR_DTYPES:
            raise messages.ProtocolError("an unknown dtype")
        return TENSOR_DTYPES[value.name]
    if isinstance(value, messages.Device):
        if value.name not in _DEVICES:
            raise messages.ProtocolError("an unknown device")
        return torch.device(value.name)
    return resolve(value)


def encode_generator(value: torch.Generator) -> messages.Generator:
    """Return the wire form of a generator: its state, so that the other side draws what this one would draw next.

    Raises:
        CannotCrossError: it is not the CPU's.
    """
    if value.device.type != "cpu":
        raise CannotCrossError(f"a generator of the device {value.device} cannot cross: make one of the CPU")
    return messages.Generator(value.get_state().numpy().tobytes())


def decode_generator(value: messages.Generator) -> torch.Generator:
    """Return a new generator with the state that was sent."""
    generator = torch.Generator()
    generator.set_state(torch.frombuffer(bytearray(value.state), dtype=torch.uint8))
    return generator


def _decode_array(name: str, shape: list[int], data: bytes) -> np.ndarray:
    dtype = ARRAY_DTYPES.get(name)
    if dtype is None:
        raise messages.ProtocolError("an unknown dtype")
    _check_size(shape, dtype.itemsize, data, is_bool=dtype.kind == "b")
    return np.frombuffer(data, dtype=dtype).reshape(shape).copy()


def _decode_tensor(value: messages.Tensor) -> torch.Tensor:
    dtype = TENSOR_DTYPES.get(value.dtype)
    if dtype is None:
        raise messages.ProtocolError("an unknown dtype")
    _check_size(value.shape, dtype.itemsize, value.data, is_bool=dtype == torch.bool)
    if not value.data:
        result = torch.empty(value.shape, dtype=dtype)
    else:
        result = torch.frombuffer(value.data, dtype=dtype).reshape(value.shape)
    if value.requires_grad and (dtype.is_floating_point or dtype.is_complex):
        result.requires_grad_(True)
    return result


def _check_size(shape: list[int], item: int, data: bytes | bytearray, *, is_bool: bool) -> None:
    if len(shape) > messages.MAX_AXES or any(not 0 <= size < 2**40 for size in shape):
        raise messages.ProtocolError("an impossible shape")
    if math.prod(max(size, 1) for size in shape) * item >= 2**40:  # also where another axis is 0
        raise messages.ProtocolError("an impossible shape")
    if math.prod(shape) * item != len(data):
        raise messages.ProtocolError("an array whose size does not match its shape")
    if is_bool and data.translate(None, b"\0\1"):
        raise messages.ProtocolError("truth values that are neither 0 nor 1")
