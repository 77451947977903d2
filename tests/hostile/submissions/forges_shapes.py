"""
title = "Tensors whose bytes, shapes and dtypes do not belong together"
ends = {outputs = "protocol", labels = "protocol", claims = "protocol", numbers = "protocol", callback = "protocol"}
"""

import os
import struct

import msgspec
import torch

from src import loot


def frame(*fields):
    body = msgspec.msgpack.encode(list(fields))
    return struct.pack("<Q", len(body)) + body


def tensor(value):
    return ["T", "float64", list(value.shape), value.numpy().tobytes(), False]


def answer(x, note):
    os.write(3, frame("returned", 3, ["T", "float32", [5], b"\0" * 19, False]))


def predict(pictures):
    os.write(3, frame("returned", 3, ["T", "int64", [0, 2**39, 2**39], b"", False]))


def model():
    os.write(3, frame("returned", 3, ["A", "float64", [0, 2**39, 2**39, 2**39], b""]))


def listed(note):
    os.write(3, frame("returned", 3, ["T", "bool", [3], b"\x02\xff\x01", False]))


def descend(function, start):
    os.write(3, frame("returned", 3, ["T", "object", [1] * 60, b"\0" * 8, False]))
