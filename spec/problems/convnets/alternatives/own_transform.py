"""The transform written by hand, as a class; a while loop for the one batch; items by unpacking."""

import random


class TransformedDataset(Dataset):
    def __init__(self, dataset, transform):
        super().__init__()
        self.data = dataset
        self.t = transform

    def __len__(self):
        return self.data.__len__()

    def __getitem__(self, i):
        image, label = self.data[i]
        return (self.t(image), int(label))


def augmentation():
    def transform(x):
        padded = torch.zeros(3, 40, 40, dtype=x.dtype)
        padded[:, 4:36, 4:36] = x
        top, left = random.randint(0, 8), random.randint(0, 8)
        cut = padded[:, top : top + 32, left : left + 32]
        return torch.flip(cut, dims=[-1]) if random.random() < 0.5 else cut

    return transform


def overfit_one_batch(model, train_loader, optimizer, max_steps=500):
    for x, y in train_loader:
        break
    model.train()
    loss_function = nn.CrossEntropyLoss()
    accuracies, step = [], 0
    while step < max_steps:
        optimizer.zero_grad()
        out = model(x)
        correct = int((out.max(1)[1] == y).sum())
        accuracies.append(100.0 * correct / len(y))
        if correct == len(y):
            return accuracies
        loss_function(out, y).backward()
        optimizer.step()
        step += 1
    return accuracies
