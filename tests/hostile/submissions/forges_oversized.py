"""
title = "Headers that promise an exabyte, a negative length, 64 MB and one byte"
ends = {outputs = "protocol", labels = "protocol", claims = "protocol", numbers = "protocol|time"}
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


def send(size):
    os.write(3, struct.pack("<Q", size))
    os._exit(0)


def answer(x, note):
    send(2**63)


def predict(pictures):
    send(2**64 - 1)


def model():
    send(64 * 2**20 + 1)


def listed(note):
    os.write(3, struct.pack("<Q", 64 * 2**20))
    block = b"\x93" * 2**20
    for _ in range(64):
        os.write(3, block)
    while True:
        pass
