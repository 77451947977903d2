"""This is the result when the labels become floating-point numbers. A label is a class number; CrossEntropyLoss gives
floating-point labels another meaning."""

FAILS = [
    "public/test_worked_examples.py::test_dataset_gives_pairs",
    "hidden/test_outputs.py::test_dataset_on_random_arrays",
]


class MyDataset(MyDataset):
    def __init__(self, x, y):
        self.x, self.y = torch.as_tensor(x), torch.as_tensor(y).float()
