"""Makes a small network take pictures for a class that you choose, with your `targeted_attack`: a figure for the report.

With ``--quick`` it trains less and draws fewer rows. The network and its pictures
(8 x 8 handwritten digits of scikit-learn) are only an example that needs no download: replace them by your own
model and test set, and check the range that the attack expects.
"""

# %%
import matplotlib.pyplot as plt
import torch
from sklearn.datasets import load_digits
from torch import nn
from torch.utils.data import DataLoader, TensorDataset

from experiments.running import Experiment
from src import attacks

# %% What to attack with
EPSILON, STEP_SIZE, STEPS = 0.1, 0.01, 20
SOURCE, TARGET = 1, 9  # on CIFAR-10: the horse and the car


# %% A network to attack
def pictures():
    """Return training and test set: pictures of shape (N, 1, 8, 8) in [-1, 1] and their digits."""
    digits = load_digits()
    x = torch.tensor(digits.images / 8 - 1, dtype=torch.float32).unsqueeze(1)
    y = torch.tensor(digits.target)
    return (x[:1400], y[:1400]), (x[1400:], y[1400:])


def train(x, y, epochs):
    """Train a small convolutional network."""
    torch.manual_seed(0)
    model = nn.Sequential(
        nn.Conv2d(1, 16, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2), nn.Conv2d(16, 32, 3, padding=1), nn.ReLU(),
        nn.Flatten(), nn.Linear(512, 10),
    )  # fmt: skip
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1, momentum=0.9)
    for _ in range(epochs):
        for inputs, labels in DataLoader(TensorDataset(x, y), batch_size=64, shuffle=True):
            optimizer.zero_grad()
            nn.functional.cross_entropy(model(inputs), labels).backward()
            optimizer.step()
    return model.eval()


# %% Each picture before and after
def caption(model, picture):
    """Return the most likely class of one picture, and its probability, as text."""
    with torch.no_grad():
        probability, label = model(picture.unsqueeze(0)).softmax(dim=1).max(dim=1)
    return f"{int(label)}, {float(probability):.2f}"


def draw_rows(model, originals, results):
    """Draw a row for each picture; the noise is scaled so that its largest value is black or white."""
    figure, panels = plt.subplots(len(originals), 3, figsize=(5, 1.8 * len(originals)), squeeze=False)
    for row, original, result in zip(panels, originals, results, strict=True):
        noise = result - original
        largest = float(noise.abs().max())
        row[0].imshow(original[0], cmap="gray", vmin=-1, vmax=1)
        row[0].set_title(caption(model, original))
        row[1].imshow(noise[0], cmap="gray", vmin=-largest or -1, vmax=largest or 1)
        row[1].set_title(f"noise, at most {largest:.3f}")
        row[2].imshow(result[0], cmap="gray", vmin=-1, vmax=1)
        row[2].set_title(caption(model, result))
        for panel in row:
            panel.axis("off")
    figure.tight_layout()
    return figure


# %% Everything
if __name__ == "__main__":
    run = Experiment("target_pictures", __doc__)
    (train_x, train_y), (test_x, test_y) = pictures()
    network = train(train_x, train_y, epochs=3 if run.quick else 20)
    rows = 2 if run.quick else 8
    with torch.no_grad():
        right = (network(test_x).argmax(dim=1) == test_y) & (test_y == SOURCE)
    tried = test_x[right]
    results = attacks.targeted_attack(network, tried, TARGET, EPSILON, STEP_SIZE, STEPS)
    with torch.no_grad():
        reached = network(results).argmax(dim=1) == TARGET
    print(f"{int(reached.sum())} of {len(tried)} pictures became a {TARGET}")
    run.record(tried=len(tried), reached=int(reached.sum()), epsilon=EPSILON, step_size=STEP_SIZE, steps=STEPS)
    shown = torch.argsort(reached.to(torch.int8), descending=True, stable=True)[:rows]
    run.figure(draw_rows(network, tried[shown], results[shown]), "pictures")
