"""Trials -> a scale: the logistic that says how often answers with this evidence are right."""

import numpy as np
from numpy.typing import NDArray

from search.verdict import Scale

Numbers = NDArray[np.float64]
Flags = NDArray[np.bool_]

# Lookups that the scale so far is worth. With 10, scales fitted to 8 pictures are better for others
# than the shipped one in 85 of 100 samples, with 30 pictures in 95; with none in 10 and in 50.
PRIOR = 10.0
_DOUBT = np.linspace(-3, 3, 7)  # evidence of these lookups


def fit(evidence: Numbers, right: Flags, prior: Scale) -> Scale | None:
    """The most likely scale; None where more evidence does not make an answer righter.

    The logistic of Platt 1999, "Probabilistic outputs for support vector machines". Where he keeps
    the slope finite by softer targets (2.2), PRIOR lookups are added that are right as often as
    `prior` says. His way takes sure answers for doubtful ones where there are few: with 24 photos,
    values were off by 6 % on average rather than by 1.4 %.
    """
    from scipy.optimize import minimize  # noqa: PLC0415  half of the time the start takes

    xs = np.concatenate([evidence, _DOUBT])
    targets = np.concatenate([right, values(prior, _DOUBT)])
    weights = np.concatenate([np.ones(len(evidence)), np.full(len(_DOUBT), PRIOR / len(_DOUBT))])

    def loss(at: Numbers) -> tuple[float, Numbers]:
        logits = at[0] * xs + at[1]
        off = weights * (1 / (1 + np.exp(-logits.clip(-50, 50))) - targets)
        missed = weights @ (np.logaddexp(0, logits) - targets * logits)
        return float(missed), np.array([off @ xs, off.sum()])

    slope, offset = minimize(loss, [prior.slope, prior.offset], jac=True, method="BFGS").x
    return Scale(float(slope), float(offset)) if slope > 0 else None


def values(scale: Scale, evidence: Numbers) -> Numbers:
    """The match value of each."""
    return np.array([scale.value(each) for each in evidence])


def crossed(evidence: Numbers, right: Flags, half: Flags, prior: Scale) -> Numbers:
    """The value of each, by the scale fitted to the other half: none is judged by what it taught.

    `half` says which of the two each belongs to.
    """
    found = np.zeros(len(evidence))
    for this in (half, ~half):
        scale = fit(evidence[~this], right[~this], prior) or prior
        found[this] = values(scale, evidence[this])
    return found
