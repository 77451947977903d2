"""
title = "Honest-looking answers of sixty megabytes, again and again: tensors, lists of tensors, objects, text"
ends = {outputs = "wrong|raised|protocol", labels = "wrong|raised|protocol", numbers = "wrong|raised|protocol", claims = "wrong|raised|protocol", callback = "wrong|raised|protocol"}
"""
import torch


def answer(x, note):
    return torch.zeros(60 * 2**20, dtype=torch.uint8)


def predict(pictures):
    return [torch.zeros(1) for _ in range(60_000)]


def listed(note):
    return torch.zeros(60 * 2**20, dtype=torch.uint8)


def model():
    return {"weight": torch.zeros(4000, 4000), "bias": "x" * 10**6}


def descend(function, start):
    for _ in range(5):
        try:
            function(torch.zeros(14 * 2**20))
        except RuntimeError:
            pass
    return [object() for _ in range(50_000)]
