"""
title = "Sixty megabytes of the smallest values there are, each of which takes thirty times its size once decoded"
ends = {outputs = "protocol", labels = "protocol", numbers = "protocol"}
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


def send(item, number):
    body = b"\x93\xa8returned\x03\x92\xa1l\xdd" + struct.pack(">I", number)
    size = len(body) + len(item) * number
    os.write(3, struct.pack("<Q", size) + body)
    block = item * (2**20 // len(item))
    sent = 0
    while sent < number:
        part = min(number - sent, len(block) // len(item))
        data = memoryview(block)[: part * len(item)]
        while data:
            data = data[os.write(3, data) :]
        sent += part
    loot.done()
    while True:
        os.read(3, 1)


def answer(x, note):
    send(b"\x92\xa1l\x90", 16 * 10**6)


def predict(pictures):
    send(b"\xcd\x03\xe8", 21 * 10**6)


def listed(note):
    send(b"\x92\xa1R\x01", 16 * 10**6)
