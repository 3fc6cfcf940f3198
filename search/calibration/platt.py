"""Trials -> a scale: the logistic that says how often answers with this evidence are right."""

import numpy as np

from search.features import Doubles, Mask
from search.verdict import Scale

# Lookups that the scale so far is worth. With 10, scales fitted to 8 pictures are better for others
# than the shipped one in 85 of 100 samples, with 30 pictures in 95; with none in 10 and in 50.
PRIOR = 10.0
_DOUBT = np.linspace(-3, 3, 7)  # evidence of these lookups
_ROUNDS, _CLOSE = 100, 1e-9  # of Newton's method, which ends where a step is as short as that
_LEAST_BEND = 1e-9  # so that where nothing bends it can be solved


def fit(evidence: Doubles, right: Mask, prior: Scale) -> Scale | None:
    """The most likely scale; None where more evidence does not make an answer righter.

    The logistic of Platt 1999, "Probabilistic outputs for support vector machines". Where he keeps
    the slope finite by softer targets (2.2), PRIOR lookups are added that are right as often as
    `prior` says. His way takes sure answers for doubtful ones where there are few: with 24 photos,
    values were off by 6 % on average rather than by 1.4 %. SciPy's minimize finds the same (a test
    compares), but to import it holds up the bot's loop for 80 ms.
    """
    xs = np.concatenate([evidence, _DOUBT])
    targets = np.concatenate([right, values(prior, _DOUBT)])
    weights = np.concatenate([np.ones(len(evidence)), np.full(len(_DOUBT), PRIOR / len(_DOUBT))])
    design = np.column_stack([xs, np.ones(len(xs))])
    slope, offset = _likeliest(design, targets, weights, [prior.slope, prior.offset])
    return Scale(float(slope), float(offset)) if slope > 0 else None


def _likeliest(design: Doubles, targets: Doubles, weights: Doubles, start: list[float]) -> Doubles:
    """The logistic's two numbers, by Newton's method with steps that never go up."""

    def loss(at: Doubles) -> float:
        logits = design @ at
        return float(weights @ (np.logaddexp(0, logits) - targets * logits))

    at = np.array(start)
    for _ in range(_ROUNDS):
        said = 1 / (1 + np.exp(-(design @ at).clip(-50, 50)))
        bend = (design.T * (weights * said * (1 - said))) @ design + _LEAST_BEND * np.eye(2)
        step = np.linalg.solve(bend, design.T @ (weights * (said - targets)))
        while loss(at - step) > loss(at) and np.abs(step).max() > _CLOSE:
            step /= 2
        at -= step
        if np.abs(step).max() <= _CLOSE:
            break
    return at


def values(scale: Scale, evidence: Doubles) -> Doubles:
    """The match value of each."""
    return np.array([scale.value(each) for each in evidence])


def crossed(evidence: Doubles, right: Mask, half: Mask, prior: Scale) -> Doubles:
    """The value of each, by the scale fitted to the other half: none is judged by what it taught.

    `half` says which of the two each belongs to.
    """
    found = np.zeros(len(evidence))
    for this in (half, ~half):
        scale = fit(evidence[~this], right[~this], prior) or prior
        found[this] = values(scale, evidence[this])
    return found
