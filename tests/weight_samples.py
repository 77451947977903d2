"""Files of weights as students hand them in, right and wrong, made by torch.save itself where that can make them."""

from __future__ import annotations

import io
import pickle
import tarfile
import zipfile
from collections.abc import Callable
from typing import Any

import torch
from torch import nn
from torch.nn import functional as F

from testkit.generators import make_generator

SIZES = (4, 8, 3)


def network(seed: int = 0) -> nn.Sequential:
    """The network that all of these are weights of, or are not."""
    torch.manual_seed(seed)
    return nn.Sequential(nn.Linear(4, 8), nn.BatchNorm1d(8), nn.ReLU(), nn.Linear(8, 3))


NETWORK = "nn.Sequential(nn.Linear(4, 8), nn.BatchNorm1d(8), nn.ReLU(), nn.Linear(8, 3))"


def saved(value: object, **options: Any) -> bytes:
    stream = io.BytesIO()
    torch.save(value, stream, **options)
    return stream.getvalue()


def weights(change: Callable[[torch.Tensor], torch.Tensor] = lambda value: value) -> dict[str, torch.Tensor]:
    """The weights of the network, each floating-point one changed."""
    return {
        name: change(value) if value.is_floating_point() else value for name, value in network().state_dict().items()
    }


def repacked(data: bytes, method: int = zipfile.ZIP_STORED, **extra: bytes) -> bytes:
    """A file of torch.save with its entries packed again, and others beside them."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(stream, "w", method) as new:
        for entry in old.infolist():
            new.writestr(entry.filename, old.read(entry))
        for name, content in extra.items():
            new.writestr(f"archive/data/{name}", content)
    return stream.getvalue()


def overlapping(data: bytes) -> bytes:
    """A file whose table of contents claims ten gigabytes for what is one entry."""
    place = data.index(b"PK\x01\x02")
    return data[: place + 20] + (10_000_000 // 4).to_bytes(4, "little") * 2 + data[place + 28 :]


class Runs:
    """Runs a command when it is unpickled, where code of a pickle is run."""

    def __reduce__(self) -> tuple[Any, ...]:
        import os

        return os.system, ("touch /tmp/a-pickle-was-run",)


def tarred(data: bytes) -> bytes:
    stream = io.BytesIO()
    with tarfile.open(fileobj=stream, mode="w") as archive:
        entry = tarfile.TarInfo("storages")
        entry.size = len(data)
        archive.addfile(entry, io.BytesIO(data))
    return stream.getvalue()


def zipped(data: bytes) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("best.pt", data)
    return stream.getvalue()


def script() -> bytes:
    stream = io.BytesIO()
    torch.jit.save(torch.jit.trace(network().eval(), torch.zeros(2, 4)), stream)
    return stream.getvalue()


def wrong_files() -> dict[str, tuple[Callable[[], bytes], str]]:
    """What cannot be used: name -> (what makes the content, why)."""
    good = saved(weights())
    plain = weights()
    first = next(iter(plain))
    header = b'{"weight":{"dtype":"F32","shape":[3],"data_offsets":[0,12]}}'
    narrow = nn.Sequential(nn.Linear(4, 7), nn.BatchNorm1d(7), nn.ReLU(), nn.Linear(7, 3))
    return {
        "empty": (lambda: b"", "damaged"),
        "first half": (lambda: good[: len(good) // 2], "damaged"),
        "without its end": (lambda: good[:-30], "damaged"),
        "text": (lambda: b"not weights at all\n" * 40, "foreign"),
        "safetensors": (lambda: len(header).to_bytes(8, "little") + header + bytes(12), "foreign"),
        "zipped once more": (lambda: zipped(good), "foreign"),
        "numpy's zip": (lambda: repacked(good).replace(b"data.pkl", b"data.npy"), "foreign"),
        "pickle": (lambda: pickle.dumps({"weight": [1.0, 2.0]}), "foreign"),
        "old format": (lambda: saved(plain, _use_new_zipfile_serialization=False), "old"),
        "tar": (lambda: tarred(good), "old"),
        "script": (lambda: script(), "script"),
        "packed": (lambda: repacked(good, zipfile.ZIP_DEFLATED), "unpacked"),
        "bomb": (lambda: repacked(good, zipfile.ZIP_DEFLATED, more=bytes(50_000_000)), "unpacked"),
        "overlapping entries": (lambda: overlapping(good), "unpacked"),
        "whole model": (lambda: saved(network()), "code"),
        "code": (lambda: saved({first: Runs()}), "code"),
        "checkpoint": (lambda: saved({"model": plain, "epoch": 3}), "no_weights"),
        "one tensor": (lambda: saved(torch.zeros(3)), "no_weights"),
        "nothing in it": (lambda: saved({}), "no_weights"),
        "parallel": (lambda: saved({f"module.{name}": value for name, value in plain.items()}), "wrapped"),
        "one missing": (lambda: saved({name: value for name, value in plain.items() if name != first}), "names"),
        "one more": (lambda: saved({**plain, "extra.weight": torch.zeros(3)}), "names"),
        "another network": (lambda: saved(nn.Linear(4, 3).state_dict()), "names"),
        "quantised": (
            lambda: saved({name: value if value.ndim != 2 else to_bytes(value) for name, value in plain.items()}),
            "kinds",
        ),
        "whole numbers": (lambda: saved({**plain, first: plain[first].to(torch.int64)}), "kinds"),
        "complex": (lambda: saved({**plain, first: plain[first].to(torch.complex64)}), "kinds"),
        "sparse": (lambda: saved({**plain, first: plain[first].to_sparse()}), "kinds"),
        "without values": (lambda: saved({**plain, first: plain[first].to("meta")}), "kinds"),
        "narrower": (lambda: saved(narrow.state_dict()), "shapes"),
        "huge by stride": (lambda: saved({**plain, first: torch.zeros(1).expand(10**10)}), "shapes"),
        "NaN": (lambda: saved(weights(lambda value: value * float("nan"))), "not_finite"),
        "infinite": (lambda: saved({**plain, first: plain[first] / 0}), "not_finite"),
        "too large for float32": (lambda: saved({**plain, first: plain[first].double() * 1e300}), "not_finite"),
    }


def to_bytes(value: torch.Tensor) -> torch.Tensor:
    return torch.quantize_per_tensor(value, 0.1, 0, torch.qint8)


def pictures(count: int, key: int) -> tuple[torch.Tensor, torch.Tensor]:
    """Smooth pictures of two classes, brighter above or below, with much that differs within a class."""
    rng = make_generator(key)
    labels = torch.arange(count) % 2
    coarse = torch.rand(count, 3, 4, 4, generator=rng) * 0.6 + 0.2
    slope = torch.linspace(-0.15, 0.15, 4)[None, None, :, None] * (2 * labels - 1)[:, None, None, None]
    return F.interpolate(coarse + slope, 16, mode="bilinear", align_corners=False).clamp(0, 1), labels


LINEAR = "nn.Sequential(nn.Flatten(), nn.Linear(768, 2))"


def trained(seed: int) -> nn.Module:
    """A network trained on such pictures; ``LINEAR`` is its source."""
    torch.manual_seed(seed)
    model = nn.Sequential(nn.Flatten(), nn.Linear(768, 2))
    x, y = pictures(400, key=seed)
    optimizer = torch.optim.Adam(model.parameters(), 0.01)
    for _ in range(60):
        optimizer.zero_grad()
        F.cross_entropy(model(x), y).backward()
        optimizer.step()
    return model
