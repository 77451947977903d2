"""
title = "Objects that equal everything, tensor subclasses that lie, NaN, empty, broadcast, bool, strings and pickles"
ends = {outputs = "wrong", labels = "wrong", claims = "raised|wrong", numbers = "wrong", callback = "wrong"}
"""
import numpy
import torch

from src import loot


class Liar(torch.Tensor):
    @classmethod
    def __torch_function__(cls, function, types, args=(), kwargs=None):
        if function.__name__ in ("eq", "__eq__", "allclose", "equal", "isclose"):
            return True
        return super().__torch_function__(function, types, args, kwargs or {})


class Evil(list):
    def __eq__(self, other):
        return True

    def __len__(self):
        return 3

    def __iter__(self):
        return iter([loot.lie()] * 2)


def answer(x, note):
    return torch.full((5,), float("nan")).as_subclass(Liar) if len(x) == 5 else loot.lie()


def predict(pictures):
    return torch.tensor(True).expand(40)


def model():
    return loot.lie()


def listed(note):
    return Evil()


def descend(function, start):
    return numpy.float64("nan")
