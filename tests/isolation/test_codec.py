"""Values that cross: plain data comes back unchanged, and every impossible claim of a worker is a ProtocolError."""

from __future__ import annotations

import collections
import contextlib
import itertools
import math
from typing import Any

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from autograder.isolation.rpc import codec, messages


class Kept:
    """Stands for an object that cannot cross."""


def keep(value: object) -> messages.Ref:
    return messages.Ref(7, type(value).__name__)


def resolve(value: messages.Ref | messages.CallbackRef) -> object:
    return value


def there_and_back(value: object) -> Any:
    body = messages.encode(messages.Returned(1, codec.encode(value, keep)))[8:]
    messages.measure(body)
    return codec.decode(messages._decode(messages._replies, body).value, resolve)


def same(one: object, other: object) -> bool:
    if type(one) is not type(other):
        return False
    if isinstance(one, torch.Tensor):
        assert isinstance(other, torch.Tensor)
        alike = one.dtype == other.dtype and one.shape == other.shape and one.requires_grad == other.requires_grad
        return alike and bool(torch.equal(torch.nan_to_num(one.detach()), torch.nan_to_num(other.detach())))
    if isinstance(one, (np.ndarray, np.generic)):
        return one.dtype == other.dtype and one.shape == other.shape and one.tobytes() == other.tobytes()
    if isinstance(one, (list, tuple)):
        return len(one) == len(other) and all(map(same, one, other))
    if isinstance(one, dict):
        return list(one) == list(other) and all(same(one[key], other[key]) for key in one)
    if isinstance(one, float) and math.isnan(one):
        return math.isnan(other)
    return one == other


shapes = st.lists(st.integers(0, 3), max_size=4)
tensors = st.builds(
    lambda shape, dtype, seed: (torch.rand(shape, generator=torch.Generator().manual_seed(seed)) * 100).to(dtype),
    shapes,
    st.sampled_from(sorted(codec.TENSOR_DTYPES.values(), key=str)),
    st.integers(0, 99),
)
arrays = st.builds(
    lambda shape, dtype, seed: np.asarray(np.random.default_rng(seed).integers(0, 2, shape)).astype(dtype),
    shapes,
    st.sampled_from(list(codec.ARRAY_DTYPES.values())),
    st.integers(0, 99),
)
bound = 2**messages.MAX_INTEGER_BITS - 1
plain = (
    st.none()
    | st.booleans()
    | st.integers(-bound, bound)
    | st.floats()
    | st.text(max_size=9)
    | st.binary(max_size=9)
    | tensors
    | arrays
    | st.builds(np.float64, st.floats())
    | st.sampled_from([torch.float32, torch.device("cpu")])
)
nested = st.recursive(
    plain,
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.lists(inner, max_size=3).map(tuple)
        | st.dictionaries(st.text(max_size=4) | st.integers(-9, 9), inner, max_size=3)
    ),
    max_leaves=8,
)


@settings(max_examples=200)
@given(nested)
def test_plain_data_comes_back_unchanged(value: object) -> None:
    assert same(there_and_back(value), value)


@given(st.integers(0, 2**64 - 1), st.integers(0, 700), st.booleans())
def test_generator_crosses_with_its_state(seed: int, drawn: int, normal: bool) -> None:
    """The other side draws what this one would draw next, and moves this one on by nothing."""
    generator = torch.Generator().manual_seed(seed)
    (torch.randn if normal else torch.rand)(drawn, generator=generator)
    before = generator.get_state()
    body = messages.encode(messages.Call(1, 0, [codec.encode_generator(generator)], [], []))[8:]
    request = messages.decode_request(memoryview(body))
    assert isinstance(request, messages.Call) and isinstance(request.args[0], messages.Generator)
    copy = codec.decode_generator(request.args[0])
    assert torch.equal(copy.get_state(), before) and copy.initial_seed() == seed
    for draw in (torch.rand, torch.randn, torch.randperm):
        assert torch.equal(draw(9, generator=copy), draw(9, generator=generator.set_state(before)))
        before = generator.get_state()


claim_leaf = (
    st.none()
    | st.booleans()
    | st.integers(-(2**63), 2**63 - 1)
    | st.floats()
    | st.text(max_size=6)
    | st.builds(messages.BigInt, st.text("0123456789abcdefx-_ ", max_size=300))
    | st.builds(messages.Blob, st.binary(max_size=6))
    | st.builds(
        messages.Tensor,
        st.sampled_from([*codec.TENSOR_DTYPES, "object", "", "float"]),
        st.lists(st.integers(-2, 4) | st.integers(0, 2**62), max_size=5),
        st.binary(max_size=16).map(bytearray),
        st.booleans(),
    )
    | st.builds(
        messages.Array,
        st.sampled_from([*codec.ARRAY_DTYPES, "O", "U4", "V8"]),
        st.lists(st.integers(-2, 4) | st.integers(0, 2**62), max_size=20),
        st.binary(max_size=16),
    )
    | st.builds(messages.Scalar, st.sampled_from([*codec.ARRAY_DTYPES, "O"]), st.binary(max_size=16))
    | st.builds(messages.Dtype, st.sampled_from(["float32", "nn", "__class__", ""]))
    | st.builds(messages.Device, st.sampled_from(["cpu", "cuda:99", "meta", "cuda", "mps", ""]))
    | st.builds(messages.Ref, st.integers(-2, 2))
)
claims = st.recursive(
    claim_leaf,
    lambda inner: (
        st.builds(messages.List, st.lists(inner, max_size=3))
        | st.builds(messages.Tuple, st.lists(inner, max_size=3))
        | st.builds(messages.Dict, st.lists(inner, max_size=3), st.lists(inner, max_size=3))
    ),
    max_leaves=8,
)


@settings(max_examples=500)
@given(claims)
def test_claim_decodes_or_violates_protocol(claim: messages.Value) -> None:
    with contextlib.suppress(messages.ProtocolError):
        codec.decode(claim, resolve)


def test_overflowing_sizes_are_rejected() -> None:
    for shape in ([0, 2**39, 2**39], [2**39, 0], [2**62, 0, 4], [-1], [1] * 17, [2**40]):
        for claim in (messages.Tensor("float32", shape, bytearray()), messages.Array("float32", shape, b"")):
            with pytest.raises(messages.ProtocolError):
                codec.decode(claim, resolve)
    assert codec.decode(messages.Tensor("float32", [0, 5], bytearray()), resolve).shape == (0, 5)


def test_bool_is_zero_or_one() -> None:
    """Other bytes make a bool that is neither equal to True nor to False."""
    for claim in (
        messages.Tensor("bool", [2], bytearray(b"\1\2")),
        messages.Array("bool", [2], b"\xff\0"),
        messages.Scalar("bool", b"\7"),
    ):
        with pytest.raises(messages.ProtocolError, match="truth"):
            codec.decode(claim, resolve)
    assert codec.decode(messages.Tensor("bool", [2], bytearray(b"\1\0")), resolve).tolist() == [True, False]


@pytest.mark.parametrize(
    "keys",
    [
        [messages.BigInt(hex((2**61 - 1) * k)) for k in range(2**58, 2**58 + 20_000)],
        [messages.Tuple(list(bits)) for bits in itertools.islice(itertools.product([-1, -2], repeat=15), 20_000)],
    ],
    ids=["integers", "tuples"],
)
def test_colliding_keys_are_never_hashed(keys: list[messages.Value]) -> None:
    assert len({hash(codec.decode(key, resolve)) for key in keys}) == 1

    def refuse(value: object) -> object:
        raise AssertionError("the first value was decoded, so a dict was begun")

    with pytest.raises(messages.ProtocolError, match="keys"):
        codec.decode(messages.Dict(keys, [messages.Ref(1)] * len(keys)), refuse)


def test_unhashable_keys_are_rejected() -> None:
    for key in (messages.List([1]), messages.Array("float64", [1], b"\0" * 8), messages.Dict([], [])):
        with pytest.raises(messages.ProtocolError):
            codec.decode(messages.Dict([key], [1]), resolve)


def test_integers_stay_printable_and_finite() -> None:
    largest = 2**messages.MAX_INTEGER_BITS - 1
    assert there_and_back(-largest) == -largest
    assert math.isfinite(float(largest)) and str(largest)
    with pytest.raises(codec.CannotCrossError):
        codec.encode(largest + 1, keep)
    for text in (hex(largest + 1), "0" * 5000 + "1", "-" + hex(largest + 1), "9" * 10**6, "", "0x", "1__0"):
        with pytest.raises(messages.ProtocolError):
            codec.decode(messages.BigInt(text), resolve)


def test_subclasses_cross_as_plain_type() -> None:
    class Liar(torch.Tensor):
        @classmethod
        def __torch_function__(cls, function: Any, kinds: Any, args: Any = (), kwargs: Any = None) -> Any:
            return (
                True
                if function is torch.Tensor.__eq__
                else super().__torch_function__(function, kinds, args, kwargs or {})
            )

    class Always(float):
        def __eq__(self, other: object) -> bool:
            return True

        __hash__ = float.__hash__

    Pair = collections.namedtuple("Pair", "a b")
    assert type(there_and_back(torch.zeros(2).as_subclass(Liar))) is torch.Tensor
    assert type(there_and_back(torch.nn.Parameter(torch.zeros(2)))) is torch.Tensor
    assert type(there_and_back(Always(3.0))) is float and there_and_back(Always(3.0)) != 4.0
    assert type(there_and_back(Pair(1, 2))) is tuple
    assert there_and_back(collections.OrderedDict(a=1)) == {"a": 1}


def test_lone_surrogate_is_replaced() -> None:
    assert there_and_back("a\ud800b") == "a?b"


def test_other_objects_become_references() -> None:
    for value in (Kept(), Kept, keep, 1j, {1}, np.array(["text"]), np.datetime64("2020-01-01"), object()):
        assert isinstance(there_and_back(value), messages.Ref)


def test_endless_list_cannot_cross() -> None:
    endless: list[object] = []
    endless.append(endless)
    with pytest.raises(codec.CannotCrossError):
        codec.encode(endless, keep)


def test_sparse_and_meta_tensors_cannot_cross() -> None:
    for value in (torch.eye(2).to_sparse(), torch.empty(2, device="meta"), torch.zeros([1] * 17)):
        with pytest.raises(codec.CannotCrossError):
            codec.encode(value, keep)


def test_encoding_copies_the_data() -> None:
    for original in (torch.arange(4.0), np.arange(4.0)):
        encoded = codec.encode(original, keep)
        original += 1
        assert codec.decode(encoded, keep).tolist() == [0, 1, 2, 3]


def test_every_dtype_and_layout_crosses() -> None:
    for name, dtype in codec.TENSOR_DTYPES.items():
        base = (torch.arange(24).reshape(2, 3, 4) % 2).to(dtype)
        for value in (base, base[0, 0, 0], base[:0], base.permute(2, 0, 1), base[:, ::2], base.expand(2, 2, 3, 4)):
            assert same(there_and_back(value), value.contiguous()), name
    for name, kind in codec.ARRAY_DTYPES.items():
        array = (np.arange(24).reshape(2, 3, 4) % 2).astype(kind)
        for part in (array, array[:0], array.T, array[:, ::-1], array.astype(kind.newbyteorder(">"))):
            assert np.array_equal(there_and_back(part), part), name
