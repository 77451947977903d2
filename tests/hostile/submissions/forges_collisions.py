"""
title = "Dicts whose keys all have one hash"
ends = {outputs = "protocol", numbers = "protocol"}
"""
import itertools

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


def send(keys):
    os.write(3, frame("returned", 3, ["d", keys, [0] * len(keys)]))
    loot.done()
    while True:
        os.read(3, 1)


def answer(x, note):
    send([["n", hex((2**61 - 1) * k)] for k in range(2**58, 2**58 + 60_000)])


def listed(note):
    send([["t", list(bits)] for bits in itertools.islice(itertools.product([-1, -2], repeat=16), 60_000)])
