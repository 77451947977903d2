"""A PyTorch data set of arrays."""

import torch
from torch.utils.data import Dataset


class MyDataset(Dataset):
    """Examples and their labels, one pair at a time, in the form that a ``DataLoader`` needs.

    Args:
        x: inputs, an array of shape (N, ...) and dtype float32 or float64.
        y: labels, an int64 array of shape (N,) or a list of N integers.
    """

    def __init__(self, x, y):
        # TODO (Training, validating and testing a network): write MyDataset.__init__.
        raise NotImplementedError("write MyDataset.__init__")

    def __len__(self):
        """Return the number of examples."""
        # TODO (Training, validating and testing a network): write MyDataset.__len__.
        raise NotImplementedError("write MyDataset.__len__")

    def __getitem__(self, index):
        """Return the pair (input, label) number ``index``."""
        # TODO (Training, validating and testing a network): write MyDataset.__getitem__.
        raise NotImplementedError("write MyDataset.__getitem__")
