"""The networks of this homework."""

from torch import nn


class Digit_Classifier(nn.Module):
    """Fully connected network for handwritten digits: 784 inputs, hidden layers of 128 and 64 with ReLU, 10 logits."""

    def __init__(self):
        super().__init__()
        # TODO (Classifying digits): write Digit_Classifier.__init__.
        raise NotImplementedError("write Digit_Classifier.__init__")

    def forward(self, x):
        """Logits of shape (N, 10) for a batch of flat pictures of shape (N, 784)."""
        # TODO (Classifying digits): write Digit_Classifier.forward.
        raise NotImplementedError("write Digit_Classifier.forward")


class Dog_Classifier_FC(nn.Module):
    """Fully connected network for dogs: 12288 inputs, hidden layers of 128 and 64 with ReLU, 10 logits."""

    def __init__(self):
        super().__init__()
        # TODO (Classifying dogs): write Dog_Classifier_FC.__init__.
        raise NotImplementedError("write Dog_Classifier_FC.__init__")

    def forward(self, x):
        """Logits of shape (N, 10) for a batch of flat pictures of shape (N, 12288)."""
        # TODO (Classifying dogs): write Dog_Classifier_FC.forward.
        raise NotImplementedError("write Dog_Classifier_FC.forward")


class Dog_Classifier_Conv(nn.Module):
    """Convolutional network for dogs: conv 16, ReLU, max-pool 2, conv 32, ReLU, max-pool 2, linear 10.

    Args:
        kernel_size: two tuples (height, width), the kernels of the first and of the second convolution.
        stride: two tuples (down, across), their strides.
    """

    def __init__(self, kernel_size, stride):
        super().__init__()
        # TODO (Classifying dogs): write Dog_Classifier_Conv.__init__.
        raise NotImplementedError("write Dog_Classifier_Conv.__init__")

    def forward(self, x):
        """Logits of shape (N, 10) for a batch of pictures of shape (N, 64, 64, 3), channels last."""
        # TODO (Classifying dogs): write Dog_Classifier_Conv.forward.
        raise NotImplementedError("write Dog_Classifier_Conv.forward")


class CifarNet(nn.Module):
    """Small convolutional network for pictures of 32 x 32 in [-1, 1]: two convolutions of 5 x 5, then 120, 84 and 10."""

    def __init__(self):
        super().__init__()
        # TODO (Classifying photographs of ten classes): write CifarNet.__init__.
        raise NotImplementedError("write CifarNet.__init__")

    def forward(self, x):
        """Logits of shape (N, 10) for a batch of pictures of shape (N, 3, 32, 32)."""
        # TODO (Classifying photographs of ten classes): write CifarNet.forward.
        raise NotImplementedError("write CifarNet.forward")


class AlexNet(nn.Module):
    """AlexNet for pictures of 32 x 32: five convolutions of 3 x 3, then two hidden layers with dropout before each.

    Args:
        hidden: nodes of each hidden layer.
        dropout: probability with which dropout sets an input of a hidden layer to zero.
    """

    def __init__(self, hidden=4096, dropout=0.5):
        super().__init__()
        # TODO (Classifying photographs of ten classes): write AlexNet.__init__.
        raise NotImplementedError("write AlexNet.__init__")

    def forward(self, x):
        """Logits of shape (N, 10) for a batch of pictures of shape (N, 3, 32, 32)."""
        # TODO (Classifying photographs of ten classes): write AlexNet.forward.
        raise NotImplementedError("write AlexNet.forward")


class SmallCNN(nn.Module):
    """Small convolutional network for 32 x 32 colour pictures, with or without batch normalisation.

    Args:
        batch_norm: whether each convolution is followed by a batch normalisation.
    """

    def __init__(self, batch_norm=False):
        super().__init__()
        # TODO (Training a small convolutional network): write SmallCNN.__init__.
        raise NotImplementedError("write SmallCNN.__init__")

    def forward(self, x):
        """Logits of shape (N, 10) for pictures of shape (N, 3, 32, 32), channels first."""
        # TODO (Training a small convolutional network): write SmallCNN.forward.
        raise NotImplementedError("write SmallCNN.forward")


class BetterCNN(nn.Module):
    """A network of your own design for the same pictures: deeper than SmallCNN, and better than both kinds of it."""

    def __init__(self):
        super().__init__()
        # TODO (Training a small convolutional network): write BetterCNN.__init__.
        raise NotImplementedError("write BetterCNN.__init__")

    def forward(self, x):
        """Logits of shape (N, 10) for pictures of shape (N, 3, 32, 32), channels first."""
        # TODO (Training a small convolutional network): write BetterCNN.forward.
        raise NotImplementedError("write BetterCNN.forward")


class ShallowNet(nn.Module):
    """The network of the hand-out's `nn.Sequential` as a class: one convolution and one linear layer."""

    def __init__(self):
        super().__init__()
        # TODO (Convolutional networks, step by step): write ShallowNet.__init__.
        raise NotImplementedError("write ShallowNet.__init__")

    def forward(self, x):
        """Logits of shape (N, 10) for pictures of shape (N, 3, 32, 32), channels first."""
        # TODO (Convolutional networks, step by step): write ShallowNet.forward.
        raise NotImplementedError("write ShallowNet.forward")


class SimpleConvNet(nn.Module):
    """Three convolutions, with or without batch normalisation and residual connections.

    Args:
        batch_norm: whether each of the three convolutions is followed by a batch normalisation.
        residual: whether the second and the third convolution have a connection around them.
    """

    def __init__(self, batch_norm=False, residual=False):
        super().__init__()
        # TODO (Convolutional networks, step by step): write SimpleConvNet.__init__.
        raise NotImplementedError("write SimpleConvNet.__init__")

    def forward(self, x):
        """Logits of shape (N, 10) for pictures of shape (N, 3, 32, 32), channels first."""
        # TODO (Convolutional networks, step by step): write SimpleConvNet.forward.
        raise NotImplementedError("write SimpleConvNet.forward")
