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
    # TODO (Classifying dogs): write count_pictures.
    raise NotImplementedError("write count_pictures")


def find_breeds():
    """Return the names of all breeds, sorted."""
    # TODO (Classifying dogs): write find_breeds.
    raise NotImplementedError("write find_breeds")


def percent_in_colour():
    """Return which part of the training pictures is not grey, in percent."""
    # TODO (Classifying dogs): write percent_in_colour.
    raise NotImplementedError("write percent_in_colour")


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
    # TODO (Classifying dogs): write draw_breeds.
    raise NotImplementedError("write draw_breeds")


# %%
run.figure(draw_breeds(), "breeds")

# %% [markdown]
# ## Pictures of one breed
# Look at `report/figures/explore_dogset_sheet.svg`, and choose three hard pictures by the numbers above them.

# %%
BREED = "samoyed"  # TODO: a breed of your choice
HARD = {  # TODO: your three pictures, and why each is hard
    0: "why?",
    1: "why?",
    2: "why?",
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
    # TODO (Classifying dogs): write draw_hard.
    raise NotImplementedError("write draw_hard")


# %%
run.figure(draw_hard(), "hard")
run.record(
    breed=BREED.replace("_", " "),
    **{f"hard_{place}": number for place, number in enumerate(HARD, 1)},
    **{f"reason_{place}": reason for place, reason in enumerate(HARD.values(), 1)},
)
