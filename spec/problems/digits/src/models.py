"""The networks of this homework."""

from torch import nn


class Digit_Classifier(nn.Module):
    """Fully connected network for handwritten digits: 784 inputs, hidden layers of 128 and 64 with ReLU, 10 logits."""

    def __init__(self):
        super().__init__()
        # BEGIN SOLUTION
        self.fc1 = nn.Linear(28 * 28, 128)
        self.fc2 = nn.Linear(128, 64)
        self.fc3 = nn.Linear(64, 10)
        # END SOLUTION

    def forward(self, x):
        """Logits of shape (N, 10) for a batch of flat pictures of shape (N, 784)."""
        # BEGIN SOLUTION
        hidden = self.fc1(x).relu()
        hidden = self.fc2(hidden).relu()
        return self.fc3(hidden)
        # END SOLUTION
