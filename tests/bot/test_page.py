"""The whole way: a photo dropped on the chat page in a real browser, answered by the real bot."""

from pathlib import Path

import pytest
from playwright.async_api import expect

from bot import watch
from tests.browser import WINDOWS, chromium, drop, open_page, shoot

from .conftest import photo, running

pytestmark = pytest.mark.slow


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("window", WINDOWS)
async def test_a_dropped_photo_comes_back_with_its_picture(
    data_dir: Path, window: str, scheme: str
) -> None:
    """The answer, its album, the nearest miss and a reindex, as people see them."""
    problems: list[str] = []
    async with running(data_dir) as room, chromium() as browser:
        page = await open_page(browser, room.sandbox.url, problems, window, scheme)
        await drop(page, photo("at-an-angle.jpg"), "at-an-angle.jpg")
        await page.get_by_test_id("send").click()
        answer = page.get_by_test_id("bot-message").filter(has_text="Found it.")
        await expect(answer).to_contain_text("photographs/astronaut.jpg")
        await expect(page.get_by_test_id("album").locator("img")).to_have_count(2)
        await page.wait_for_timeout(300)
        await shoot(page, f"{window}-{scheme}-found")
        await answer.get_by_role("button", name="Proof").click()
        proof = page.get_by_test_id("bot-message").filter(has_text="Left your photo")
        await expect(proof.locator("img")).to_be_visible()
        await proof.scroll_into_view_if_needed()
        await page.wait_for_timeout(300)
        await shoot(page, f"{window}-{scheme}-proof")
        await answer.get_by_role("button", name="Blink").click()
        blink = page.get_by_test_id("bot-message").filter(has_text="laid over each other")
        await expect(blink.locator("img")).to_be_visible()
        await answer.get_by_role("button", name="Why").click()
        await expect(page.get_by_test_id("bot-message").last).to_contain_text("points lie as in")
        await page.wait_for_timeout(300)
        await shoot(page, f"{window}-{scheme}-why")
        await drop(page, photo("stranger.jpg"), "stranger.jpg")
        await page.get_by_test_id("send").click()
        await page.get_by_role("button", name="Show the nearest").click()
        nearest = page.get_by_test_id("bot-message").last
        await expect(nearest.locator("img")).to_be_visible()
        await page.get_by_test_id("text").fill("/reindex")
        await page.keyboard.press("Enter")
        done = page.get_by_test_id("bot-message").filter(has_text="Done.")
        await expect(done).to_contain_text("26 unchanged")
        await page.wait_for_timeout(300)
        await shoot(page, f"{window}-{scheme}-reindexed")
    assert not problems


async def test_a_guest_is_answered_where_the_bot_is_no_member(data_dir: Path) -> None:
    """In the chat *Elsewhere*, by its name below a photo."""
    problems: list[str] = []
    async with running(data_dir) as room, chromium() as browser:
        page = await open_page(browser, room.sandbox.url, problems, "desktop", "light")
        await page.get_by_test_id("chat-elsewhere").click()
        await drop(page, photo("at-an-angle.jpg"), "at-an-angle.jpg")
        await page.get_by_test_id("text").fill("@kazami_sandbox_bot")
        await page.get_by_test_id("send").click()
        answer = page.get_by_test_id("bot-message").filter(has_text="Found it.")
        await expect(answer).to_contain_text("photographs/astronaut.jpg")
        await shoot(page, "desktop-light-guest")
    assert not problems


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("window", WINDOWS)
async def test_a_watched_group_as_people_see_it(
    data_dir: Path, window: str, scheme: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its settings by buttons, and one quiet line about a repost."""
    monkeypatch.setattr(watch, "_ONE_POST", -1)
    problems: list[str] = []
    async with running(data_dir) as room, chromium() as browser:
        room.sandbox.world.me["can_read_all_group_messages"] = True
        page = await open_page(browser, room.sandbox.url, problems, window, scheme)
        await page.get_by_test_id("chat-group").click()
        await page.get_by_test_id("text").fill("/settings")
        await page.keyboard.press("Enter")
        settings = page.get_by_test_id("bot-message")
        await settings.get_by_role("button", name="remarked on").click()
        await expect(settings).to_contain_text("✓")
        await page.wait_for_timeout(300)
        await shoot(page, f"{window}-{scheme}-settings")
        group = room.sandbox.group
        await room.bob.send_photo(room.engine.read("photographs/barn.jpg"), group)
        await room.sandbox.carol.send_photo(photo("cropped.jpg"), group)
        remark = page.get_by_test_id("bot-message").filter(has_text="Seen before")
        await expect(remark).to_be_visible(timeout=20_000)
        await remark.scroll_into_view_if_needed()
        await page.wait_for_timeout(300)
        await shoot(page, f"{window}-{scheme}-repost")
    assert not problems
