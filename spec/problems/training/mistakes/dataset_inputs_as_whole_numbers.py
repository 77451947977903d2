"""This is the result when the data set converts the inputs to integers."""

FAILS = [
    "public/test_worked_examples.py::test_dataset_gives_pairs",
    "hidden/test_outputs.py::test_dataset_on_random_arrays",
]


class MyDataset(MyDataset):
    def __init__(self, x, y):
        self.x, self.y = torch.as_tensor(x).long(), torch.as_tensor(y)
