"""
title = "Noise, a pickle, an empty frame and a frame of a type that is not on the list"
ends = {outputs = "protocol", labels = "protocol", claims = "protocol", numbers = "protocol", refusal = "protocol"}
"""
import pickle

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



class Bomb:
    def __reduce__(self):
        return os.system, ("touch /tmp/pickled-@TOKEN@",)


def send(body):
    os.write(3, struct.pack("<Q", len(body)) + body)
    return body


def answer(x, note):
    send(os.urandom(1000))


def predict(pictures):
    send(pickle.dumps(Bomb()))


def model():
    send(b"")


def listed(note):
    send(msgspec.msgpack.encode(["exec", 6, "import os"]))


def refuse(note):
    send(msgspec.msgpack.encode({"seq": 6, "value": 1}))
