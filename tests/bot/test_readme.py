"""What the README says of ourselves can be looked up, and links lead somewhere."""

import re
from pathlib import Path

import pytest

from tests.conftest import SAMPLES

ROOT = SAMPLES.parent
PAGES = [*ROOT.glob("*.md"), *ROOT.glob("docs/*.md"), *ROOT.glob("b*/**/README.md")]
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


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_no_link_leads_nowhere(page: Path) -> None:
    """Each page, picture and heading that is linked to is there."""
    for path, heading in re.findall(r"\]\(([^)#:]*)(?:#([^)]*))?\)", page.read_text("utf-8")):
        assert (page.parent / path).exists()
        assert not heading or heading in headings(page.parent / path if path else page)


def headings(page: Path) -> list[str]:
    """Of a page, as a link to each is written."""
    found = re.findall(r"^##+ (.+)$", page.read_text("utf-8"), re.MULTILINE)
    return [re.sub(r"[^\w -]", "", each.lower()).replace(" ", "-") for each in found]
