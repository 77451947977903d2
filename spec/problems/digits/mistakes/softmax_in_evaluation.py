"""This is the result when softmax follows the last layer in evaluation mode only. The loss of an evaluation needs logits too."""

FAILS = ["hidden/test_outputs.py::test_forward_pass"]


class Digit_Classifier(Digit_Classifier):
    def forward(self, x):
        logits = super().forward(x)
        return logits if self.training else logits.softmax(dim=1)
