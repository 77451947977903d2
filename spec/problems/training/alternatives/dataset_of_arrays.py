"""The arrays stay NumPy arrays; the loader converts them to tensors."""


class MyDataset(MyDataset):
    def __init__(self, x, y):
        self.inputs, self.labels = x, y

    def __len__(self):
        return len(self.labels)

    def __getitem__(self, index):
        return (self.inputs[index], self.labels[index])
