"""What benchmarks/reliability measures of the library, on a smaller scale, so that it stays so."""

import pytest

from benchmarks.reliability import bombs, disk_faults, folders, mutants, reindex_kills


async def harmless(count: int) -> None:
    """No death, no hang, no other word, and nothing that is refused gets in."""
    seen = await mutants.run(count)
    wrong = ("deaths", "other_messages", "late", "entered_though_refused", "faults")
    assert {name: seen[name] for name in wrong} == dict.fromkeys(wrong, 0), seen
    said = seen["answers"]
    assert isinstance(said, dict)
    assert set(said) <= {*mutants.WORDS, *mutants.MESSAGES}
    assert sum(said.values()) == count
    assert len(said) > 5


async def test_some_mutants_are_harmless() -> None:
    """A quick look."""
    await harmless(150)


@pytest.mark.slow
@pytest.mark.timeout(3600)
async def test_mutants_are_harmless() -> None:
    """R3."""
    await harmless(5000)


@pytest.mark.slow
@pytest.mark.timeout(1800)
async def test_a_reindex_that_is_killed_loses_nothing() -> None:
    """R2: whenever it is, and every lookup meanwhile is answered from one whole generation."""
    seen = await reindex_kills.run(20, seed=1)
    wrong = ("corrupt", "pictures_lost", "lookups_not_of_one_whole_generation")
    assert {name: seen[name] for name in wrong} == dict.fromkeys(wrong, 0), seen
    assert seen["complete_after_the_next_run"]
    for name in ("killed_while_at_work", "killed_while_the_index_was_written", "lookups"):
        assert seen[name], name


@pytest.mark.slow
@pytest.mark.timeout(1800)
@pytest.mark.skipif(not disk_faults.possible(), reason="needs strace, and the right to use it")
async def test_a_disk_that_fails_in_earnest_loses_nothing() -> None:
    """R2: below Python and SQLite, at some of all the calls that write."""
    seen = await disk_faults.run(every=25)
    wrong = ("corrupt", "pictures_lost", "crashes")
    assert {name: seen[name] for name in wrong} == dict.fromkeys(wrong, 0), seen
    assert seen["complete_after_the_next_run"]
    assert seen["stopped_with_a_message"]


@pytest.mark.slow
@pytest.mark.timeout(600)
async def test_bombs_take_little_memory() -> None:
    """R4: hardly more than photos do; what they take in a decoder has an end."""
    seen = await bombs.run()
    more, space = seen["more_mib"], seen["decoder_address_space_mib"]
    assert isinstance(more, float)
    assert isinstance(space, float)
    assert more <= 50, seen
    assert 0 < space <= 1024, seen


@pytest.mark.slow
@pytest.mark.timeout(600)
async def test_a_huge_folder_takes_little_memory() -> None:
    """S4: whether its files are pictures or not."""
    seen = await folders.run(5000)
    before, after = seen["before_mib"], seen["broken_peak_mib"]
    assert isinstance(before, float)
    assert isinstance(after, float)
    assert after - before < 40, seen
    assert (seen["new_pictures"], seen["unchanged_pictures"]) == (5000, 5000)
