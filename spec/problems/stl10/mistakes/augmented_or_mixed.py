"""This is the result when augmentation keeps mixup from having an effect. Where both are set, a batch is augmented and then
mixed."""

FAILS = [
    "hidden/test_fit.py::test_augmentation_is_for_training",
]


class YourModel(YourModel):
    def fit(self, x, y, valid_x, valid_y, seed=0):
        optimizer = OPTIMIZERS[self.optimizer](self.network.parameters(), lr=self.learning_rate)
        criterion = nn.CrossEntropyLoss()
        source = torch.Generator().manual_seed(seed)
        stopping = EarlyStopping()
        self.history = {f"{part}_{key}": [] for part in ("train", "valid") for key in ("loss", "accuracy")}
        for _ in range(self.num_epochs):
            self.network.train()
            total, correct = 0.0, 0
            for batch in torch.randperm(len(x), generator=source).split(self.batch_size):
                pictures, classes = x[batch], y[batch]
                if self.is_augmentation:
                    pictures = augment(pictures, source)
                if self.mixup_alpha is None or self.is_augmentation:
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
