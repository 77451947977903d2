"""This is the result when the network trains in evaluation mode from the second epoch on. The validation of the first one
switched to it."""

FAILS = [
    "hidden/test_fit.py::test_fit_takes_the_steps",
]


class YourModel(YourModel):
    def fit(self, x, y, valid_x, valid_y, seed=0):
        optimizer = OPTIMIZERS[self.optimizer](self.network.parameters(), lr=self.learning_rate)
        criterion = nn.CrossEntropyLoss()
        source = torch.Generator().manual_seed(seed)
        stopping = EarlyStopping()
        self.history = {f"{part}_{key}": [] for part in ("train", "valid") for key in ("loss", "accuracy")}
        self.network.train()
        for _ in range(self.num_epochs):
            total, correct = 0.0, 0
            for batch in torch.randperm(len(x), generator=source).split(self.batch_size):
                pictures, classes = x[batch], y[batch]
                if self.is_augmentation:
                    pictures = augment(pictures, source)
                if self.mixup_alpha is None:
                    logits = self.network(pictures)
                    loss = criterion(logits, classes)
                else:
                    pictures, classes, others, share = mixup(pictures, classes, self.mixup_alpha, source)
                    logits = self.network(pictures)
                    loss = mixup_loss(logits, classes, others, share)
                optimizer.zero_grad()
                loss.backward()
                optimizer.step()
                correct += (logits.argmax(dim=1) == classes).sum().item()
                total += len(batch) * loss.item()
            self.record_epoch(total / len(x), 100 * correct / len(x), valid_x, valid_y)
            if stopping.should_stop(self.history["valid_accuracy"][-1]):
                break
        return self.history
