"""
title = "Hidden inputs coded in what is returned: shapes of large and of many sizes, lengths, places of wrong entries, dtypes"
ends = {outputs = "wrong", labels = "wrong", numbers = "wrong", claims = "wrong|raised", shown = "wrong"}
"""
import torch

KEPT = {}


def nibbles(note):
    return [int(letter, 16) for letter in note.rpartition("-")[2]]


def answer(x, note):
    return torch.zeros([17 + place for place in nibbles(note)[:5]], dtype=torch.bool)


def predict(pictures):
    sizes = [int(value * 4096) for value in pictures.flatten()[:4]]
    return torch.zeros(1, dtype=torch.bool).expand(sizes[0] + 1, 1, 1).reshape(1, -1, 1)


def listed(note):
    numbers = nibbles(note)
    length = sum(place << 4 * index for index, place in enumerate(numbers[:4]))
    return [0.0] * length + [float("nan")]


def model():
    return [[0.0] * place for place in range(1000, 1032)]


def shown():
    return torch.full((1, 2, 3, 4, 5, 6), float("nan"))
