"""Separate layers with other names, and functions for the activations."""

import torch.nn.functional as F


class Digit_Classifier(nn.Module):
    def __init__(self):
        super(Digit_Classifier, self).__init__()
        self.output = nn.Linear(64, 10)  # not in the order of use
        self.hidden1 = nn.Linear(784, 128)
        self.hidden2 = nn.Linear(128, 64)

    def forward(self, input):
        input = F.relu(self.hidden1(input))
        input = F.relu(self.hidden2(input))
        return self.output(input)
