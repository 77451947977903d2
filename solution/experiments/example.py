"""A finished experiment, on something else than your assignment: how fast does an average settle as dice are thrown more often?

    python -m experiments.example            # the whole experiment, a few seconds
    python -m experiments.example --quick    # less of it, to see whether it runs

Its parts are those of every experiment: a function that computes one result, a loop that remembers the results, a function that
draws them, and numbers for the report.
"""

# %%
from __future__ import annotations

import numpy as np
from matplotlib.figure import Figure

from experiments.running import Experiment

REPEATS = 200  # averages that each spread is computed from


# %% One result
def spread(dice: int, throws: int) -> float:
    """Return how far apart averages are: the standard deviation of the average over many throws of some dice."""
    rng = np.random.default_rng(throws)  # the same numbers in every run
    eyes = rng.integers(1, 7, size=(REPEATS, throws, dice))
    return float(eyes.sum(axis=2).mean(axis=1).std())


# %% A figure
def sketch(spreads: dict[int, float]) -> Figure:
    """Draw the spreads, by the number of throws, beside the curve that theory promises."""
    throws = sorted(spreads)
    canvas = Figure(figsize=(4.5, 3), layout="constrained")
    plot = canvas.add_subplot()
    plot.loglog(throws, [spreads[n] for n in throws], "s", label="measured")
    plot.loglog(throws, [np.sqrt(2 * 35 / 12 / n) for n in throws], ":", label="theory")
    plot.set_xlabel("throws of two dice")
    plot.set_ylabel("spread of the average (eyes)")
    plot.legend()
    return canvas


# %% Run it
if __name__ == "__main__":
    run = Experiment("example", __doc__)
    spreads = {}
    for throws in run.progress([10, 100, 1000] if run.quick else [10, 30, 100, 300, 1000, 3000], "numbers of throws"):
        # Remembered under these words: after an interruption, only what is missing is computed again.
        spreads[throws] = run.remember(f"two dice, {throws} throws", lambda n=throws: spread(2, n))  # type: ignore[misc]
    run.figure(sketch(spreads), "spread")  # in an answer: ![How averages settle](figures/example_spread.svg)
    run.record(widest=max(spreads.values()), narrowest=min(spreads.values()))  # in an answer: {{example.widest:.2f}}
