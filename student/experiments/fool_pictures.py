"""Makes a small network take pictures for another class, with your `fool`: a figure for the report.

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


# %% A network to attack
def pictures():
    """Return training and test set: pictures of shape (N, 1, 8, 8) in [0, 1] and their digits."""
    digits = load_digits()
    x = torch.tensor(digits.images / 16, dtype=torch.float32).unsqueeze(1)
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
        row[0].imshow(original[0], cmap="gray", vmin=0, vmax=1)
        row[0].set_title(caption(model, original))
        row[1].imshow(noise[0], cmap="gray", vmin=-largest or -1, vmax=largest or 1)
        row[1].set_title(f"noise, at most {largest:.3f}")
        row[2].imshow(result[0], cmap="gray", vmin=0, vmax=1)
        row[2].set_title(caption(model, result))
        for panel in row:
            panel.axis("off")
    figure.tight_layout()
    return figure


# %% Everything
if __name__ == "__main__":
    run = Experiment("fool_pictures", __doc__)
    (train_x, train_y), (test_x, test_y) = pictures()
    network = train(train_x, train_y, epochs=3 if run.quick else 20)
    rows = 2 if run.quick else 4
    with torch.no_grad():
        logits = network(test_x)
    right = logits.argmax(dim=1) == test_y
    chosen, target = test_x[right][:rows], logits.topk(2).indices[right][:rows, 1]
    # A large factor, because a tiny probability has a tiny gradient; for some pictures even this is too small.
    results = attacks.fool(network, chosen, target, epsilon=0.25, step_size=1e3, max_steps=50 if run.quick else 500)
    run.figure(draw_rows(network, chosen, results), "fooled")
