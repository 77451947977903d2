"""Python values to wire values and back: plain data crosses, everything else stays where it is.

The table of dtypes is closed, sizes are checked against shapes, and nothing is looked up by a name that came over the wire.
"""

from __future__ import annotations

import collections
import math
from collections.abc import Callable
from typing import Any

import numpy as np
import torch

from autograder import wire

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

Keep = Callable[[object], wire.Ref | wire.Back]
"""Gives a value that cannot cross its place in a table."""


class CannotCrossError(TypeError):
    """A value that is neither plain data nor something this side may keep."""


def encode(value: object, keep: Keep, depth: int = 0) -> wire.Value:
    """The wire form of ``value``.

    Subclasses of plain types (a tensor subclass, ``np.float64``, a named tuple) cross as the plain type they extend; of ``dict``
    only ``OrderedDict`` and ``defaultdict``, because others may answer otherwise than a dict does.

    Raises:
        CannotCrossError: nested too deeply, or of a layout that has no plain form (sparse, meta).
    """
    if depth > wire.MAX_DEPTH:
        raise CannotCrossError(f"data nested more than {wire.MAX_DEPTH} deep cannot cross")
    if value is None or value is True or value is False:
        return value
    if isinstance(value, np.generic):
        if value.dtype.name not in ARRAY_DTYPES:
            return keep(value)
        return wire.Scalar(value.dtype.name, value.tobytes())
    if isinstance(value, int):
        plain = int(value)
        if plain.bit_length() > wire.MAX_INTEGER_BITS:
            raise CannotCrossError(f"an integer of more than {wire.MAX_INTEGER_BITS} bits cannot cross")
        return plain if -(2**63) <= plain < 2**63 else wire.Big(hex(plain))
    if isinstance(value, float):
        return float(value)
    if isinstance(value, str):
        return str.__str__(value).encode("utf-8", "replace").decode()
    if isinstance(value, torch.Tensor):
        return _encode_tensor(value)
    if isinstance(value, np.ndarray):
        if value.dtype.name not in ARRAY_DTYPES or value.ndim > wire.MAX_AXES:
            return keep(value)
        native = value.astype(ARRAY_DTYPES[value.dtype.name], copy=False)  # the name says nothing of the order of bytes
        return wire.Array(value.dtype.name, list(value.shape), native.tobytes())
    if isinstance(value, (bytes, bytearray)):
        return wire.Blob(bytes(value))
    if isinstance(value, (list, tuple)):
        items = [encode(item, keep, depth + 1) for item in value]
        return wire.List(items) if isinstance(value, list) else wire.Tuple(items)
    if type(value) in (dict, collections.OrderedDict, collections.defaultdict):
        pairs: dict[Any, Any] = value  # type: ignore[assignment]
        keys = [encode(key, keep, depth + 1) for key in pairs]
        return wire.Dict(keys, [encode(item, keep, depth + 1) for item in pairs.values()])
    if isinstance(value, torch.dtype):
        return wire.Dtype(str(value).removeprefix("torch."))
    if isinstance(value, torch.device):
        return wire.Place(str(value))
    return keep(value)


def _encode_tensor(value: torch.Tensor) -> wire.Tensor:
    name = str(value.dtype).removeprefix("torch.")
    if name not in TENSOR_DTYPES or value.layout != torch.strided or value.device.type == "meta":
        raise CannotCrossError(f"a tensor of layout {value.layout} and dtype {value.dtype} cannot cross")
    if value.dim() > wire.MAX_AXES:
        raise CannotCrossError(f"a tensor of {value.dim()} axes cannot cross")
    requires_grad = bool(value.requires_grad)
    plain = value.detach().as_subclass(torch.Tensor).cpu().resolve_conj().resolve_neg().contiguous()
    if plain.dtype == torch.bfloat16:
        plain = plain.view(torch.int16)
    data = bytearray(plain.numpy().reshape(-1).view(np.uint8))
    return wire.Tensor(name, list(plain.shape), data, requires_grad)


def decode(value: wire.Value, resolve: Callable[[wire.Ref | wire.Back], object], depth: int = 0) -> Any:
    """The Python value of a wire value.

    Raises:
        wire.ProtocolError: a size, dtype or nesting that no honest encoder makes.
    """
    if depth > wire.MAX_DEPTH:
        raise wire.ProtocolError("data nested too deeply")
    if value is None or isinstance(value, (bool, int, float, str)):
        return value
    if isinstance(value, wire.Tensor):
        return _decode_tensor(value)
    if isinstance(value, wire.Array):
        array = _decode_array(value.dtype, value.shape, value.data)
        return array
    if isinstance(value, wire.Scalar):
        return _decode_array(value.dtype, [], value.data)[()]
    if isinstance(value, wire.List):
        return [decode(item, resolve, depth + 1) for item in value.items]
    if isinstance(value, wire.Tuple):
        return tuple(decode(item, resolve, depth + 1) for item in value.items)
    if isinstance(value, wire.Dict):
        keys = [decode(key, resolve, depth + 1) for key in value.keys]
        if len(keys) != len(value.values):
            raise wire.ProtocolError("a dict with a different number of keys and values")
        if len(keys) > wire.MAX_KEYS and not all(isinstance(key, str) for key in keys):
            raise wire.ProtocolError("a dict with more keys than an honest one has")
        try:
            return dict(zip(keys, (decode(item, resolve, depth + 1) for item in value.values), strict=True))
        except TypeError as error:
            raise wire.ProtocolError("a dict with a key that cannot be one") from error
    if isinstance(value, wire.Big):
        try:
            plain = int(value.text[: wire.MAX_INTEGER_BITS], 16)
        except ValueError as error:
            raise wire.ProtocolError("a large integer that is none") from error
        if len(value.text) > wire.MAX_INTEGER_BITS or plain.bit_length() > wire.MAX_INTEGER_BITS:
            raise wire.ProtocolError(f"an integer of more than {wire.MAX_INTEGER_BITS} bits")
        return plain
    if isinstance(value, wire.Blob):
        return value.data
    if isinstance(value, wire.Dtype):
        if value.name not in TENSOR_DTYPES:
            raise wire.ProtocolError("an unknown dtype")
        return TENSOR_DTYPES[value.name]
    if isinstance(value, wire.Place):
        if value.name not in _DEVICES:
            raise wire.ProtocolError("an unknown device")
        return torch.device(value.name)
    return resolve(value)


def _decode_array(name: str, shape: list[int], data: bytes) -> np.ndarray:
    dtype = ARRAY_DTYPES.get(name)
    if dtype is None:
        raise wire.ProtocolError("an unknown dtype")
    _check_size(shape, dtype.itemsize, data, is_bool=dtype.kind == "b")
    return np.frombuffer(data, dtype=dtype).reshape(shape).copy()


def _decode_tensor(value: wire.Tensor) -> torch.Tensor:
    dtype = TENSOR_DTYPES.get(value.dtype)
    if dtype is None:
        raise wire.ProtocolError("an unknown dtype")
    _check_size(value.shape, dtype.itemsize, value.data, is_bool=dtype == torch.bool)
    if not value.data:
        result = torch.empty(value.shape, dtype=dtype)
    else:
        result = torch.frombuffer(value.data, dtype=dtype).reshape(value.shape)
    if value.requires_grad and (dtype.is_floating_point or dtype.is_complex):
        result.requires_grad_(True)
    return result


def _check_size(shape: list[int], item: int, data: bytes | bytearray, *, is_bool: bool) -> None:
    if len(shape) > wire.MAX_AXES or any(not 0 <= size < 2**40 for size in shape):
        raise wire.ProtocolError("a shape that cannot be")
    if math.prod(max(size, 1) for size in shape) * item >= 2**40:  # also where another axis is 0
        raise wire.ProtocolError("a shape that cannot be")
    if math.prod(shape) * item != len(data):
        raise wire.ProtocolError("an array whose size does not match its shape")
    if is_bool and data.translate(None, b"\0\1"):
        raise wire.ProtocolError("truth values that are neither true nor false")
