"""
title = "Lists within lists, deeper than any decoder should go"
ends = {outputs = "protocol", numbers = "protocol"}
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


def send(seq, value):
    head = msgspec.msgpack.encode(["returned", seq])[:-1].replace(b"\x92", b"\x93", 1)
    body = head + bytes([seq]) + value
    os.write(3, struct.pack("<Q", len(body)) + body)
    os._exit(0)


def answer(x, note):
    send(3, b"\x92\xa1l\x91" * 10**6 + b"\xc0")


def listed(note):
    send(3, b"\x92\xa1l\x91" * 200 + b"\xc0")
