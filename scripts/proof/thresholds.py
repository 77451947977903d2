"""Compute accuracy thresholds from measured accuracies."""

from __future__ import annotations

import math
import statistics
from collections.abc import Sequence

MISS_PROBABILITY = 1e-4
MIN_SEEDS = 30
ARGUMENT = (
    "One more run of a correct solution falls below the threshold with probability below {miss:g}. On the logit scale, where an "
    "accuracy has no end to run into, n measured runs have mean m and deviation s; were a run's logit normal, one more run "
    "would fall below m - t s sqrt(1 + 1/n) with exactly that probability, t being Student's quantile with n - 1 degrees of "
    "freedom, as s is itself an estimate. Normality so far out cannot be seen in n runs, so the binomial variance of the "
    "{size} test pictures, which s contains already, is added once more: a reserve for heavier tails and for other machines. "
    "Then rounded down to a tenth of a percent."
)


def compute_threshold(accuracies: Sequence[float], test_size: int, miss: float = MISS_PROBABILITY) -> float:
    """Return the accuracy that a correct solution misses with a probability below ``miss``; ``ARGUMENT`` says why.

    Args:
        accuracies: of the solution, between 0 and 1, one per seed.
        test_size: pictures that each accuracy was measured on.
        miss: the probability.

    Raises:
        ValueError: fewer than ``MIN_SEEDS`` accuracies: too few to estimate a deviation from.
    """
    from scipy import stats

    if len(accuracies) < MIN_SEEDS:
        raise ValueError(
            f"{len(accuracies)} seeds are too few to estimate a deviation from; measure {MIN_SEEDS} at least"
        )
    logits = [compute_logit(accuracy, test_size) for accuracy in accuracies]
    mean, count = statistics.fmean(logits), len(logits)
    middle = 1 / (1 + math.exp(-mean))
    binomial = 1 / (test_size * middle * (1 - middle))  # variance of a logit, by the delta method
    spread = math.sqrt(statistics.variance(logits) * (1 + 1 / count) + binomial)
    lowest = mean - float(stats.t.ppf(1 - miss, count - 1)) * spread
    return math.floor(1000 / (1 + math.exp(-lowest))) / 1000


def compute_logit(accuracy: float, test_size: int) -> float:
    """Return log(right / wrong), with half a picture added to each so that a perfect run has one too."""
    right = accuracy * test_size
    return math.log((right + 0.5) / (test_size - right + 0.5))
