"""These labels are whole numbers of another size than int64. CrossEntropyLoss refuses them as classes."""

FAILS = ["hidden/test_outputs.py::test_dataset_on_random_arrays"]


class MyDataset(MyDataset):
    def __init__(self, x, y):
        self.x, self.y = torch.as_tensor(x), torch.as_tensor(y, dtype=torch.int32)
