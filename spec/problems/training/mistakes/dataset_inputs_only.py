"""This is the result when an item is the input alone. Training needs its label with it."""

FAILS = [
    "public/test_worked_examples.py::test_dataset_gives_pairs",
    "hidden/test_outputs.py::test_dataset_on_random_arrays",
]


class MyDataset(MyDataset):
    def __getitem__(self, index):
        return self.x[index]
