"""Uneven weights within the margins of the thresholds; the carry is read from all three units; tensors."""


def parameters():
    import torch

    uneven = torch.tensor([[0.9, 1.1], [1.05, 0.95], [1.0, 1.1]], requires_grad=True)
    return {
        "U": uneven,
        "W": torch.tensor([[0.1, 0.9, -0.1], [-0.05, 1.0, 0.1], [0.0, 0.9, 0.05]], dtype=torch.float64),
        "b_h": torch.tensor([-0.6, -1.5, -2.4]),
        "v": torch.tensor([3.0, -2.5, 2.0]),
        "b_y": torch.tensor(-1.25),
        "h_0": torch.zeros(3, dtype=torch.int64),
    }
