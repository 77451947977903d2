"""
title = "Probes replaced by others that claim whatever is wanted: the grader asks copies of its own"
ends = {claims = "wrong"}
"""

import torch

from testkit import probes


class Layer(torch.nn.Module):
    def forward(self, x):
        return x


def claims(*_, **__):
    return {"weight": 2 * torch.eye(3), "bias": torch.zeros(3)}


probes.parameters = claims
probes.inspection.parameters = claims
probes.parameter_count = lambda *_: 12
probes.is_module = lambda *_: True


def model():
    return Layer()
