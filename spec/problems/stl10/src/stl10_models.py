"""Classifiers for STL-10: a base class with training and evaluation, a first model, and your own."""

import torch
from torch import nn

from src.regularise import EarlyStopping, augment, mixup, mixup_loss

ACTIVATIONS = {"relu": nn.ReLU, "elu": nn.ELU, "sigmoid": nn.Sigmoid, "tanh": nn.Tanh}
OPTIMIZERS = {"adam": torch.optim.Adam, "sgd": torch.optim.SGD, "rmsprop": torch.optim.RMSprop}


class BaseImageClassifier:
    """A classifier of pictures of shape (N, 3, 32, 32): its settings, its network, its training. It is given; do not change it.

    Args:
        num_blocks: number of blocks of convolutions.
        feature_maps: channels of the first block; each further block has twice as many as the one before.
        drop_rate: probability of the dropout at the end of each block.
        batch_norm: whether each convolution is followed by a batch normalisation.
        use_skip: whether each block has a skip connection.
        is_augmentation: whether the training pictures are changed at random in every epoch.
        activation: a key of ``ACTIVATIONS``.
        optimizer: a key of ``OPTIMIZERS``.
        learning_rate: of the optimizer.
        batch_size: pictures in a batch.
        num_epochs: largest number of epochs.
        verbose: whether each epoch prints a line.

    Attributes:
        network: the ``torch.nn.Module`` that ``build_cnn`` returned; it returns logits of shape (N, 10).
        history: what the last training recorded: lists ``"train_loss"``, ``"train_accuracy"``, ``"valid_loss"`` and
            ``"valid_accuracy"`` with one number for every epoch; accuracies are percentages.
    """

    def __init__(self, num_blocks=2, feature_maps=32, drop_rate=0.2, batch_norm=True, use_skip=True, is_augmentation=False,
                 activation="relu", optimizer="adam", learning_rate=1e-3, batch_size=32, num_epochs=20, verbose=True):
        self.num_blocks, self.feature_maps, self.drop_rate = num_blocks, feature_maps, drop_rate
        self.batch_norm, self.use_skip, self.is_augmentation = batch_norm, use_skip, is_augmentation
        self.activation, self.optimizer, self.learning_rate = activation, optimizer, learning_rate
        self.batch_size, self.num_epochs, self.verbose = batch_size, num_epochs, verbose
        self.network = self.build_cnn()
        self.history = {}

    def build_cnn(self):
        """Return the network; every kind of classifier has its own."""
        raise NotImplementedError("a classifier needs a build_cnn of its own")

    def fit(self, x, y, valid_x, valid_y):
        """Train for ``num_epochs`` epochs, validate after each, and return the history.

        Args:
            x: training pictures; shape (N, 3, 32, 32).
            y: their classes, int64; shape (N,).
            valid_x: pictures to validate on.
            valid_y: their classes.
        """
        optimizer = OPTIMIZERS[self.optimizer](self.network.parameters(), lr=self.learning_rate)
        criterion = nn.CrossEntropyLoss()
        self.history = {f"{part}_{key}": [] for part in ("train", "valid") for key in ("loss", "accuracy")}
        for _ in range(self.num_epochs):
            self.network.train()
            total, correct = 0.0, 0
            for batch in torch.randperm(len(x)).split(self.batch_size):
                logits = self.network(x[batch])
                loss = criterion(logits, y[batch])
                optimizer.zero_grad()
                loss.backward()
                optimizer.step()
                correct += (logits.argmax(dim=1) == y[batch]).sum().item()
                total += len(batch) * loss.item()
            self.record_epoch(total / len(x), 100 * correct / len(x), valid_x, valid_y)
        return self.history

    def record_epoch(self, loss, accuracy, valid_x, valid_y):
        """Add an epoch to ``history``: its training loss and accuracy, and those on the validation pictures."""
        valid_loss, valid_accuracy = self.evaluate(valid_x, valid_y)
        for key, value in (("train_loss", loss), ("train_accuracy", accuracy), ("valid_loss", valid_loss),
                           ("valid_accuracy", valid_accuracy)):
            self.history[key].append(value)
        if self.verbose:
            print(f"epoch {len(self.history['train_loss'])}: loss {loss:.3f}, accuracy {accuracy:.1f} %, "
                  f"validation loss {valid_loss:.3f}, accuracy {valid_accuracy:.1f} %")

    def logits(self, x):
        """Return the network's logits in evaluation mode, without gradients; shape (N, 10)."""
        self.network.eval()
        with torch.no_grad():
            return torch.cat([self.network(part) for part in x.split(500)])

    def evaluate(self, x, y):
        """Return the mean cross-entropy of the pictures, and the percentage that is classified correctly."""
        logits = self.logits(x)
        return nn.functional.cross_entropy(logits, y).item(), 100 * (logits.argmax(dim=1) == y).float().mean().item()

    def predict(self, x):
        """Return the classes of pictures, int64; shape (N,)."""
        return self.logits(x).argmax(dim=1)


class DefaultModel(BaseImageClassifier):
    """The first model: it is given, and does not learn well."""

    def build_cnn(self):
        """Return two convolutions with sigmoids and poolings, and two linear layers."""
        return nn.Sequential(
            nn.Conv2d(3, 32, 3, padding=1), nn.Sigmoid(), nn.AvgPool2d(2),
            nn.Conv2d(32, 64, 3, padding=1), nn.Sigmoid(), nn.AvgPool2d(2),
            nn.Flatten(), nn.Linear(64 * 8 * 8, 128), nn.Sigmoid(), nn.Linear(128, 10),
        )


class YourModel(BaseImageClassifier):
    """Your own classifier: blocks of two convolutions, with everything that the settings say.

    Args:
        mixup_alpha: parameter of mixup's beta distribution, or None: no mixup.
        **settings: those of ``BaseImageClassifier``.
    """

    def __init__(self, mixup_alpha=None, **settings):
        self.mixup_alpha = mixup_alpha
        super().__init__(**settings)

    def build_cnn(self):
        """Return the network of the hand-out for these settings: ``num_blocks`` blocks, and a linear layer."""
        # BEGIN SOLUTION
        blocks, channels = [], 3
        for number in range(self.num_blocks):
            blocks.append(Block(channels, self.feature_maps * 2**number, self))
            channels = self.feature_maps * 2**number
        side = 32 // 2**self.num_blocks
        return nn.Sequential(*blocks, nn.Flatten(), nn.Linear(channels * side * side, 10))
        # END SOLUTION

    def fit(self, x, y, valid_x, valid_y, seed=0):
        """Train as the base class does, with augmentation, mixup and early stopping, and return the history.

        Each batch is augmented where ``is_augmentation`` is set, then mixed where there is a ``mixup_alpha``. The training
        accuracy is that of the mixed pictures' first classes. Training stops early after an epoch for which
        ``EarlyStopping()`` says so.

        Args:
            x: training pictures; shape (N, 3, 32, 32).
            y: their classes, int64; shape (N,).
            valid_x: pictures to validate on, never changed.
            valid_y: their classes.
            seed: of the random changes.
        """
        # BEGIN SOLUTION
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
        # END SOLUTION


# BEGIN SOLUTION
class Block(nn.Module):
    """Two convolutions with the same number of channels, pooling and dropout.

    Args:
        n_in: channels that come in.
        n_out: channels of both convolutions.
        settings: a classifier, whose attributes say what else is in the block.
    """

    def __init__(self, n_in, n_out, settings):
        super().__init__()
        self.use_skip = settings.use_skip
        self.conv1 = nn.Conv2d(n_in, n_out, 3, padding=1)
        self.conv2 = nn.Conv2d(n_out, n_out, 3, padding=1)
        self.norm1 = nn.BatchNorm2d(n_out) if settings.batch_norm else nn.Identity()
        self.norm2 = nn.BatchNorm2d(n_out) if settings.batch_norm else nn.Identity()
        self.activation = ACTIVATIONS[settings.activation]()
        self.pool = nn.AvgPool2d(2)
        self.dropout = nn.Dropout(settings.drop_rate)

    def forward(self, x):
        """Maps of half the height and width, for maps of any size."""
        first = self.conv1(x)
        second = self.norm2(self.conv2(self.activation(self.norm1(first))))
        if self.use_skip:
            second = second + first
        return self.dropout(self.pool(self.activation(second)))
# STUB
# END SOLUTION
