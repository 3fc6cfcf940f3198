"""What the README says of ourselves can be looked up."""

import re

import pytest

from tests.conftest import SAMPLES

ROOT = SAMPLES.parent
README = (ROOT / "README.md").read_text("utf-8")
FEATURES = [
    line
    for line in README.partition("## Beside other bots")[2].partition("\n## ")[0].splitlines()
    if line.startswith("| ") and line.count("|") == 13  # twelve columns
]


@pytest.mark.parametrize("feature", FEATURES, ids=lambda line: line.split("|")[1].strip())
def test_each_yes_names_a_test_that_is_there(feature: str) -> None:
    """And whatever is not a yes says so."""
    ours = feature.split("|")[-2].strip()
    named = re.findall(r"`([\w/]+\.py)`", ours)
    assert bool(named) == (ours.startswith(("●", "10")))
    for path in named:
        folder = ROOT / "tests" / ("" if "/" in path else "bot")
        assert "def test_" in (folder / path).read_text("utf-8")


def test_the_table_is_whole() -> None:
    """Ten bots, and what is asked for."""
    assert len(FEATURES) > 35


@pytest.mark.parametrize("picture", re.findall(r"\]\((docs/[\w/.-]+)\)", README))
def test_each_picture_and_page_is_there(picture: str) -> None:
    """No link leads nowhere."""
    assert (ROOT / picture).exists()
