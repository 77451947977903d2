"""This is the result when an item is (label, input). The loops over a loader expect the input first."""

FAILS = [
    "public/test_worked_examples.py::test_dataset_gives_pairs",
    "hidden/test_outputs.py::test_dataset_on_random_arrays",
]


class MyDataset(MyDataset):
    def __getitem__(self, index):
        return self.y[index], self.x[index]
