"""This is the result when all inputs are transformed when the data set is made. Every epoch then has the same
pictures."""

FAILS = [
    "hidden/test_fitting.py::test_transforms_when_taken",
]


class TransformedDataset(Dataset):
    def __init__(self, dataset, transform):
        self.items = [(transform(x), y) for x, y in (dataset[i] for i in range(len(dataset)))]

    def __len__(self):
        return len(self.items)

    def __getitem__(self, index):
        return self.items[index]
