# %% [markdown]
# # What is in DogSet?
#
# Counts partitions, breeds and colours, and draws pictures of one breed, so that you can choose three that are hard for a
# classifier. You write the counts and the figures; the code that runs them is given. `experiments/example.py` shows a finished
# experiment on something else.
#
# Run it with `python -m experiments.explore_dogset`.

# %%
from collections import Counter

import matplotlib.pyplot as plt
import numpy as np

from data.dogs import DogsDataset
from experiments.running import Experiment

run = Experiment("explore_dogset", "Partitions, colours and breeds of DogSet, and pictures of one breed.")
dogs = DogsDataset()


# %% [markdown]
# ## Partitions, breeds and colours
# `dogs.rows` is what `dogs.csv` says, a dict for each picture. `dogs.as_pictures(dogs.trainX)` are the training pictures with
# colours between 0 and 1. In a grey picture, red, green and blue are the same in every pixel.


# %%
def count_pictures():
    """Count the pictures of each partition: a dict with the keys "train", "valid" and "test"."""
    partitions = Counter(row["partition"] for row in dogs.rows)
    return {name: partitions[name] for name in ("train", "valid", "test")}


def find_breeds():
    """Return the names of all breeds, sorted."""
    return sorted({row["semantic_label"] for row in dogs.rows})


def percent_in_colour():
    """Return which part of the training pictures is not grey, in percent."""
    colours = dogs.as_pictures(dogs.trainX)
    apart = np.abs(colours - colours.mean(axis=-1, keepdims=True)).max(axis=(1, 2, 3))
    return 100 * float((apart > 0.02).mean())


# %%
counts, breeds, coloured = count_pictures(), find_breeds(), percent_in_colour()
print(", ".join(f"{name}: {number}" for name, number in counts.items()))
print(f"shape of the training pictures: {dogs.trainX.shape}")
print(f"{len(breeds)} breeds: {', '.join(breeds)}")
print(f"{coloured:.0f} % of the training pictures have colours")
run.record(
    **counts,
    breeds=len(breeds),
    channels=dogs.trainX.shape[-1],
    percent_in_colour=coloured,
    stand_in=dogs.stand_in,
)


# %% [markdown]
# ## One of each breed
# `dogs.get_examples_by_label("train", label, n)` gives the first `n` pictures of a breed, and `dogs.get_semantic_label(label)`
# its name.


# %%
def draw_breeds():
    """Draw one picture of each breed, with its name above it."""
    figure, panels = plt.subplots(2, 5, figsize=(7, 3.2))
    for label, panel in enumerate(panels.flat):
        panel.imshow(dogs.as_pictures(dogs.get_examples_by_label("train", label, 1)[0]))
        panel.set_title(dogs.get_semantic_label(label).replace("_", " "), fontsize=8)
        panel.axis("off")
    figure.tight_layout()
    return figure


# %%
run.figure(draw_breeds(), "breeds")

# %% [markdown]
# ## Pictures of one breed
# Look at `report/figures/explore_dogset_sheet.svg`, and choose three hard pictures by the numbers above them.

# %%
BREED = "samoyed"
HARD = {
    24: "A white dog in snow and fog: there is hardly an edge between fur and ground, and the dog is small",
    12: "A promenade in the sun: the dog is a few pixels between people and palms, which fill the picture",
    26: "Two dogs, both cut off by the edge: half a face on the left, eyes and ears of the other at the bottom",
}
if dogs.stand_in:
    HARD = {
        0: "White fur in front of a wall that is nearly white: there is hardly an edge between them",
        33: "The dog is cut off by the edge of the picture, and stands on ground as pale as itself",
        45: "So little light that white fur looks grey, the colour of other breeds",
    }
label = {name: number for number, name in dogs.semantic_labels.items()}[BREED]
pictures = dogs.as_pictures(dogs.get_examples_by_label("train", label))
note = "stand-in for DogSet" if dogs.stand_in else ""
figure, panels = plt.subplots(5, 10, figsize=(9, 5))
for number, panel in enumerate(panels.flat):
    panel.axis("off")
    if number < len(pictures):
        panel.imshow(pictures[number])
        panel.set_title(number, fontsize=6)
figure.tight_layout()
run.figure(figure, "sheet")


# %% [markdown]
# ## Three hard ones


# %%
def draw_hard():
    """Draw the pictures of `HARD` side by side, each with its breed and number above it, and `note` above all of them."""
    figure, panels = plt.subplots(1, len(HARD), figsize=(2 * len(HARD), 2.3), squeeze=False)
    for number, panel in zip(HARD, panels.flat, strict=True):
        panel.imshow(pictures[number])
        panel.set_title(f"{BREED.replace('_', ' ')}, number {number}", fontsize=8)
        panel.axis("off")
    figure.suptitle(note, fontsize=8, color="0.4")
    figure.tight_layout()
    return figure


# %%
run.figure(draw_hard(), "hard")
run.record(
    breed=BREED.replace("_", " "),
    **{f"hard_{place}": number for place, number in enumerate(HARD, 1)},
    **{f"reason_{place}": reason for place, reason in enumerate(HARD.values(), 1)},
)
