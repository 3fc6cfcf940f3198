"""The nearest descriptors -> candidates."""

from dataclasses import dataclass

import numpy as np

from search.features import Features, Floats
from search.index import Index, Owners
from search.options import CANDIDATES, NEIGHBOURS


@dataclass(frozen=True)
class Candidate:
    """A picture that the index proposes; `mirrored`: it looks like the photo's mirror image."""

    picture: int
    mirrored: bool
    votes: float


def candidates(photo: Features, mirror: Features, index: Index) -> list[Candidate]:
    """At most CANDIDATES pictures, most votes first; looked up as it is and mirrored at once."""
    descriptors = np.concatenate([photo.descriptors, mirror.descriptors])
    distances, owners = index.search(descriptors, NEIGHBOURS)
    half = len(photo)
    found = [
        *_ranked(distances[:half], owners[:half], mirrored=False),
        *_ranked(distances[half:], owners[half:], mirrored=True),
    ]
    return sorted(found, key=lambda each: -each.votes)[:CANDIDATES]


def tally(distances: Floats, owners: Owners) -> Floats:
    """Votes for each picture, (largest owner + 1,).

    A keypoint votes once for a picture, by its nearest row there; a vote weighs what that row is
    nearer than the keypoint's farthest neighbour, so that a descriptor common to many pictures
    says little (Jegou, Douze, Schmid 2011, "Product quantization", 5.1 has the like).
    """
    with np.errstate(invalid="ignore"):
        farthest = np.where(np.isinf(distances), -np.inf, distances).max(axis=1, keepdims=True)
        weights = np.where(owners < 0, 0, farthest - distances)
    pair = np.arange(len(owners))[:, None] * (owners.max(initial=0) + 1) + owners
    _, nearest = np.unique(np.where(owners < 0, -1, pair), return_index=True)
    voters, who = weights.ravel()[nearest], owners.ravel()[nearest]
    votes = np.bincount(who[who >= 0], voters[who >= 0])
    return votes.astype(np.float32)


def _ranked(distances: Floats, owners: Owners, *, mirrored: bool) -> list[Candidate]:
    if not owners.size:
        return []
    votes = tally(distances, owners)
    best = np.argsort(-votes, kind="stable")[:CANDIDATES]
    return [Candidate(int(p), mirrored, float(votes[p])) for p in best if votes[p] > 0]
