"""This is the result when the data set flattens every input. A convolutional network needs the picture in its own
shape."""

FAILS = [
    "hidden/test_outputs.py::test_dataset_on_random_arrays",
]


class MyDataset(MyDataset):
    def __init__(self, x, y):
        self.x, self.y = torch.as_tensor(x).reshape(len(x), -1), torch.as_tensor(y)
