"""
title = "Instruments that claim whatever is wanted: the claim passes, what is recomputed outside does not"
ends = {claims = "wrong"}
"""

import torch

from testkit import instruments


class Layer(torch.nn.Module):
    def forward(self, x):
        return x


def claims(*_, **__):
    return {"weight": 2 * torch.eye(3), "bias": torch.zeros(3)}


instruments.parameters = claims
instruments.inspection.parameters = claims
instruments.parameter_count = lambda *_: 12
instruments.is_module = lambda *_: True


def model():
    return Layer()
