"""The data set converts inputs to float32 tensors and labels to int64 tensors when it is created."""


class MyDataset(MyDataset):
    def __init__(self, x, y):
        self.X = torch.tensor(x, dtype=torch.float32)
        self.Y = torch.tensor(y, dtype=torch.int64)

    def __len__(self):
        return self.Y.shape[0]

    def __getitem__(self, index):
        return self.X[index], self.Y[index]
