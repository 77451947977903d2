"""
title = "Memory without end, in bytes, in tensors and in mappings that touch nothing"
ends = {outputs = "memory", labels = "memory", numbers = "raised|memory"}
"""

import mmap

import torch


def answer(x, note):
    kept = []
    while True:
        kept.append(bytearray(2**24))


def predict(pictures):
    return torch.ones(2**40)


def listed(note):
    kept = []
    while True:
        kept.append(mmap.mmap(-1, 2**32))
