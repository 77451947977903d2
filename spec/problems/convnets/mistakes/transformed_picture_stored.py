"""This is the result when the transformed picture replaces the one in the data set. The next epoch then transforms
it again."""

FAILS = [
    "hidden/test_fitting.py::test_transforms_when_taken",
]


class TransformedDataset(Dataset):
    def __init__(self, dataset, transform):
        self.items = [list(dataset[i]) for i in range(len(dataset))]
        self.transform = transform

    def __len__(self):
        return len(self.items)

    def __getitem__(self, index):
        self.items[index][0] = self.transform(self.items[index][0])
        return tuple(self.items[index])
