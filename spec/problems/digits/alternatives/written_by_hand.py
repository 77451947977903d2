"""Weights and biases are bare parameters with their own initialisation, and the ReLU is a clamp."""

import torch


class Digit_Classifier(nn.Module):
    def __init__(self):
        super().__init__()
        sizes = [784, 128, 64, 10]
        shapes = list(zip(sizes[1:], sizes[:-1]))
        self.weights = nn.ParameterList([nn.Parameter(torch.randn(shape) * (2 / shape[1]) ** 0.5) for shape in shapes])
        self.biases = nn.ParameterList([nn.Parameter(0.01 * torch.randn(shape[0])) for shape in shapes])

    def forward(self, x):
        for weight, bias in zip(self.weights[:-1], self.biases[:-1]):
            x = torch.clamp(x @ weight.T + bias, min=0)
        return x @ self.weights[-1].T + self.biases[-1]
