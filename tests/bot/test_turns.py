"""Whose turn it is."""

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from bot.turns import NEWCOMERS, Turns

LANES = st.lists(st.sampled_from("abcde"), max_size=60)


@given(LANES, st.integers(1, 4))
def test_all_come_in_turn_and_one_of_a_lane_at_a_time(lanes: list[str], at_once: int) -> None:
    """Each once, in the order of its lane; a full house takes none."""
    turns, at_work, seen = Turns(), list[str](), list[tuple[str, int]]()
    for number, lane in enumerate(lanes):
        turns.add(lane, number)
    while len(turns) or at_work:
        while len(at_work) < at_once and (turn := turns.take()):
            assert turn[0] not in at_work
            at_work.append(turn[0])
            seen.append(turn)
        turns.over(at_work.pop(0))
    assert sorted(seen, key=lambda turn: turn[1]) == list(
        zip(lanes, range(len(lanes)), strict=True)
    )
    for lane in set(lanes):
        own = [number for each, number in seen if each == lane]
        assert own == sorted(own)


@given(LANES, st.sets(st.integers(0, 59)))
def test_nobody_waits_for_long(lanes: list[str], late: set[int]) -> None:
    """However many come meanwhile: a lane that waits has its turn after a few rounds."""
    turns, waits = Turns(), Counter[str]()
    for number, lane in enumerate(lanes):
        turns.add(lane, number)
        if number in late and (turn := turns.take()):
            turns.over(turn[0])
    left = Counter(lane for lane, ids in turns._lanes.items() for _ in ids)
    while turn := turns.take():
        left[turn[0]] -= 1
        turns.over(turn[0])
        waits = Counter({lane: waits[lane] + 1 for lane in left if left[lane] and lane != turn[0]})
        assert max(waits.values(), default=0) <= (NEWCOMERS + 1) * len(set(lanes))
    assert not any(left.values())


def test_whoever_comes_late_is_next() -> None:
    """Five hundred in one lane, or one each in five lanes that had their turn, do not matter."""
    turns = Turns()
    for number in range(500):
        turns.add("abcde"[number % 5], number)
    for _ in range(10):
        turn = turns.take()
        assert turn
        turns.over(turn[0])
    turns.add("late", 500)
    assert turns.take() == ("late", 500)
    assert len(turns) == 490


def test_newcomers_without_end_do_not_keep_others_waiting() -> None:
    """One turn in five is another's."""
    turns, served = Turns(), Counter[str]()
    for number in range(100):
        turns.add("old", number)
    for number in range(100):
        turns.add(f"new {number}", number)
        turn = turns.take()
        assert turn
        served[turn[0]] += 1
        turns.over(turn[0])
    assert served["old"] >= 100 // (NEWCOMERS + 1)
