"""
title = "One native call that takes for ever, where no Python timeout could interrupt"
slow = true
ends = {outputs = "time"}
"""

import torch


def answer(x, note):
    big = torch.rand(4000, 4000)
    return torch.linalg.eig(big)
