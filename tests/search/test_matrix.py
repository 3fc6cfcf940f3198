"""The article's feature matrix against scipy."""

import numpy as np
import pytest
from scipy.spatial.distance import cdist

from search.matrix import Matrix, unit


@pytest.mark.parametrize("pictures", [1, 2, 40])
@pytest.mark.parametrize("seed", range(5))
def test_nearest_equals_cdist(pictures: int, seed: int) -> None:
    """Same pictures, same order, value = 1 - cosine distance."""
    draw = np.random.default_rng(seed)
    vectors = draw.normal(size=(pictures, 2048)).astype(np.float32) * draw.uniform(0.1, 9)
    vector = draw.normal(size=2048).astype(np.float32)
    names = tuple(f"{number}.jpg" for number in range(pictures))
    distances = cdist(vector[None], vectors, "cosine")[0]
    order = np.argsort(distances)
    nearest = Matrix(names, unit(vectors)).nearest(vector, pictures)
    assert [name for name, _ in nearest] == [names[at] for at in order]
    assert [value for _, value in nearest] == pytest.approx(1 - distances[order], abs=1e-6)


def test_nearest_gives_no_more_than_asked_and_the_first_of_equals() -> None:
    """Equal pictures keep their order by name."""
    matrix = Matrix(("a", "b", "c"), unit(np.ones((3, 8), np.float32)))
    assert [name for name, _ in matrix.nearest(np.ones(8, np.float32), 2)] == ["a", "b"]


@pytest.mark.parametrize("top", [1, 3, 40, 60])
def test_of_some_only_these_are_found(top: int) -> None:
    """As if there were no others, whose values are as they were."""
    draw = np.random.default_rng(3)
    vectors = unit(draw.normal(size=(60, 32)).round().astype(np.float32))  # many equals
    matrix, some = Matrix(tuple(map(str, range(60))), vectors), draw.random(60) < 0.5
    of = np.flatnonzero(some)
    values = vectors[of] @ vectors[7]
    wanted = [str(of[at]) for at in np.argsort(-values, kind="stable")][:top]
    assert [name for name, _ in matrix.among(some).nearest(vectors[7], top)] == wanted


def test_an_empty_matrix_has_nothing_near() -> None:
    """The collection has no pictures yet."""
    matrix = Matrix((), np.zeros((0, 0), np.float32))
    assert matrix.nearest(np.ones(2048, np.float32), 5) == []


def test_unit_keeps_zero() -> None:
    """No division by nothing."""
    vectors = np.array([[3, 4], [0, 0]], np.float32)
    assert unit(vectors).ravel().tolist() == pytest.approx([0.6, 0.8, 0, 0])
