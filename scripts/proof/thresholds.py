"""Compute accuracy thresholds from measured accuracies."""

from __future__ import annotations

import math
import statistics
from collections.abc import Sequence

MISS_PROBABILITY = 1e-4
MIN_SEEDS = 30
# Of a suite that only a GPU runner grades, where a run takes minutes; with fewer, Student's quantile exceeds 13.
FEW_SEEDS = 5
ARGUMENT = (
    "One more run of a correct solution falls below the threshold with probability below {miss:g}. On the logit scale, where an "
    "accuracy has no end to run into, n measured runs have mean m and deviation s; were a run's logit normal, one more run "
    "would fall below m - t s sqrt(1 + 1/n) with exactly that probability, t being Student's quantile with n - 1 degrees of "
    "freedom, as s is itself an estimate. Normality so far out cannot be seen in n runs, so the binomial variance of the "
    "{size} test pictures, which s contains already, is added once more: a reserve for heavier tails and for other machines. "
    "Then rounded down to a tenth of a percent."
)
FEW_SEEDS_ARGUMENT = (
    " Only {count} runs were measured, as each takes minutes on that device. With {degrees} degrees of freedom t is "
    "{quantile:.1f}, where {usual} runs would have {usual_quantile:.1f}: the margin is wider for want of runs, the probability "
    "is the same."
)


def explain_threshold(count: int, test_size: int) -> str:
    """Return the argument for a threshold that ``count`` runs on ``test_size`` pictures gave."""
    argument = ARGUMENT.format(miss=MISS_PROBABILITY, size=test_size)
    if count < MIN_SEEDS:
        argument += FEW_SEEDS_ARGUMENT.format(
            count=count,
            degrees=count - 1,
            quantile=_student_quantile(MISS_PROBABILITY, count),
            usual=MIN_SEEDS,
            usual_quantile=_student_quantile(MISS_PROBABILITY, MIN_SEEDS),
        )
    return argument


def compute_threshold(accuracies: Sequence[float], test_size: int, least_seeds: int = MIN_SEEDS) -> float:
    """Return the accuracy that a correct solution misses with a probability below ``MISS_PROBABILITY``; ``ARGUMENT`` says why.

    Args:
        accuracies: of the solution, between 0 and 1, one per seed.
        test_size: pictures that each accuracy was measured on.
        least_seeds: accuracies that are needed.

    Raises:
        ValueError: fewer than ``least_seeds`` accuracies: too few to estimate a deviation from.
    """
    if len(accuracies) < least_seeds:
        raise ValueError(
            f"{len(accuracies)} seeds are too few to estimate a deviation from; measure {least_seeds} at least"
        )
    logits = [compute_logit(accuracy, test_size) for accuracy in accuracies]
    mean, count = statistics.fmean(logits), len(logits)
    middle = 1 / (1 + math.exp(-mean))
    binomial = 1 / (test_size * middle * (1 - middle))  # variance of a logit, by the delta method
    spread = math.sqrt(statistics.variance(logits) * (1 + 1 / count) + binomial)
    lowest = mean - _student_quantile(MISS_PROBABILITY, count) * spread
    return math.floor(1000 / (1 + math.exp(-lowest))) / 1000


def compute_logit(accuracy: float, test_size: int) -> float:
    """Return log(right / wrong), with half a picture added to each so that a perfect run has one too."""
    right = accuracy * test_size
    return math.log((right + 0.5) / (test_size - right + 0.5))


def _student_quantile(miss: float, count: int) -> float:
    """Return what a Student's t of ``count`` runs exceeds with the probability ``miss``."""
    from scipy import stats

    return float(stats.t.ppf(1 - miss, count - 1))
