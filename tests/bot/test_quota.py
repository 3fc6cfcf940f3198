"""How many photos a person may send in a minute."""

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from bot import quota
from bot.quota import Quota, Verdict


def test_two_hundred_a_minute_are_thirty_and_one_notice() -> None:
    """The rest is refused; others are not touched."""
    quota_ = Quota(30)
    verdicts = Counter(quota_.take(1, 1000 + number * 0.3) for number in range(200))
    assert verdicts == {Verdict.LOOK: 30, Verdict.TELL: 1, Verdict.IGNORE: 169}
    assert quota_.take(2, 1030) is Verdict.LOOK
    assert quota_.take(1, 1061) is Verdict.LOOK


def test_a_backlog_is_no_flood() -> None:
    """What was sent over an hour is looked at, however late that is."""
    quota_ = Quota(1)
    assert {quota_.take(1, minute * 60.0) for minute in range(60)} == {Verdict.LOOK}


def test_without_a_limit_nobody_is_refused() -> None:
    """PHOTOS_PER_MINUTE=0."""
    quota_ = Quota(0)
    assert {quota_.take(1, 0.0) for _ in range(1000)} == {Verdict.LOOK}


@given(st.lists(st.tuples(st.integers(1, 3), st.integers(0, 20)), max_size=80), st.integers(1, 4))
def test_no_minute_has_more_than_the_limit(steps: list[tuple[int, int]], most: int) -> None:
    """Compared with counting anew each time; a refused person is told in each minute of it."""
    quota_, now = Quota(most), 0
    looked: list[tuple[int, int]] = []
    told: list[tuple[int, int]] = []
    for person, pause in steps:
        now += pause
        recent = sum(who == person and when > now - 60 for who, when in looked)
        verdict = quota_.take(person, now)
        assert (verdict is Verdict.LOOK) == (recent < most)
        if verdict is Verdict.LOOK:
            looked.append((person, now))
        elif verdict is Verdict.TELL:
            told.append((person, now))
        else:
            assert any(who == person and when > now - 60 for who, when in told)


def test_people_of_earlier_minutes_are_forgotten() -> None:
    """Memory is bounded."""
    quota_ = Quota(1)
    for person in range(5 * quota._PEOPLE):
        quota_.take(person, person)
    assert len(quota_._people) <= quota._PEOPLE
