"""This is what comes out when labels become real numbers. A label is a class number, and CrossEntropyLoss takes
real numbers for something else."""

FAILS = [
    "public/test_worked_examples.py::test_dataset_gives_pairs",
    "hidden/test_outputs.py::test_dataset_on_random_arrays",
]


class MyDataset(MyDataset):
    def __init__(self, x, y):
        self.x, self.y = torch.as_tensor(x), torch.as_tensor(y).float()
