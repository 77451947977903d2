"""
title = "One function crashes, the others are right: only the crash costs"
ends = {outputs = "stopped", labels = "passed", claims = "passed", numbers = "passed"}
"""
import os

import torch


def answer(x, note):
    os._exit(0)


def predict(pictures):
    return pictures.argmax(1)


def model():
    layer = torch.nn.Linear(3, 3)
    with torch.no_grad():
        layer.weight.copy_(2 * torch.eye(3))
        layer.bias.zero_()
    return layer.eval()


def listed(note):
    return [1.0, 2.0, 3.0]
