"""A real headless Chromium for the tests of the chat page."""

import base64
import os
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from playwright.async_api import Browser, Page, async_playwright, expect

CHROMIUM = shutil.which("chromium")
SHOTS = os.environ.get("SANDBOX_SCREENSHOTS")  # a folder to look at the page in
WINDOWS = {"phone": (390, 844), "desktop": (1280, 860)}
_ARGUMENTS = [
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
_DROP = """
([data, name]) => {
  const bytes = Uint8Array.from(atob(data), (letter) => letter.charCodeAt(0));
  const transfer = new DataTransfer();
  transfer.items.add(new File([bytes], name, { type: "image/png" }));
  const place = document.getElementById("conversation");
  for (const type of ["dragover", "drop"]) {
    const event = { bubbles: true, cancelable: true, dataTransfer: transfer };
    place.dispatchEvent(new DragEvent(type, event));
  }
}
"""


@asynccontextmanager
async def chromium() -> AsyncIterator[Browser]:
    """Debian's Chromium; where there is none the test is skipped."""
    if not CHROMIUM:
        pytest.skip("no chromium here")
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=_ARGUMENTS)
        yield browser
        await browser.close()


async def open_page(
    browser: Browser, url: str, problems: list[str], window: str, scheme: str
) -> Page:
    """The chat page in a window of its own; what it complains of goes to `problems`."""
    width, height = WINDOWS[window]
    page = await browser.new_page(
        viewport={"width": width, "height": height},
        color_scheme="dark" if scheme == "dark" else "light",
        has_touch=window == "phone",
    )
    page.on("pageerror", lambda error: problems.append(str(error)))
    page.on("console", lambda line: problems.append(line.text) if line.type == "error" else None)
    await page.goto(url)
    await expect(page.get_by_test_id("chat-alice")).to_be_visible()
    return page


async def drop(page: Page, data: bytes, name: str = "photo.png") -> None:
    """Drop a file onto the conversation."""
    await page.evaluate(_DROP, [base64.b64encode(data).decode(), name])


async def shoot(page: Page, name: str) -> None:
    """Keep a picture of the page, if somebody wants to look."""
    if SHOTS:
        await page.screenshot(path=f"{SHOTS}/{name}.png")
