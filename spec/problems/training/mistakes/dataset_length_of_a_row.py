"""This is the result when len() counts the features of an example instead of the examples."""

FAILS = [
    "public/test_worked_examples.py::test_dataset_gives_pairs",
    "hidden/test_outputs.py::test_dataset_on_random_arrays",
]


class MyDataset(MyDataset):
    def __len__(self):
        return self.x.shape[-1]
