"""The page and the Bot API answer to this machine only."""

import asyncio
import json
import signal
import sys
from pathlib import Path
from typing import Any

import httpx
import pytest
from tornado.httpclient import HTTPClientError, HTTPRequest
from tornado.websocket import websocket_connect

from bot.sandbox import Sandbox

from .conftest import Api
from .pictures import picture

ROUTES = ["/", "/page/app.js", "/people/alice/send", "/media/x", "/samples/x.png"]
PATHS = [*ROUTES, "/live", "/faults", "/x"]


@pytest.mark.parametrize("path", PATHS)
async def test_another_name_for_this_machine_is_refused(
    api: Api, sandbox: Sandbox, path: str
) -> None:
    """DNS rebinding: a page of another site that points its name here gets nothing."""
    answer = await api.client.get(sandbox.url + path, headers={"Host": "evil.example"})
    assert answer.status_code == 403


@pytest.mark.parametrize("origin", [None, "https://evil.example", "null", "http://127.0.0.1:1"])
async def test_another_site_cannot_speak_for_a_person(
    api: Api, sandbox: Sandbox, origin: str | None
) -> None:
    """A form on another page is refused before it is read."""
    headers = {"Origin": origin} if origin else {}
    form = {"chat_id": "1001", "text": "x"}
    answer = await api.client.post(f"{sandbox.url}/people/alice/send", data=form, headers=headers)
    assert answer.status_code == 403
    assert len(sandbox.messages(sandbox.alice)) == 1


async def test_another_site_cannot_speak_for_the_bot(api: Api) -> None:
    """Not even with the token."""
    answer = await api.client.get(f"{api.base}/getMe", headers={"Origin": "https://evil.example"})
    assert answer.status_code == 403


async def test_another_site_cannot_listen(sandbox: Sandbox) -> None:
    """The WebSocket looks at who opens it."""
    address = sandbox.url.replace("http", "ws") + "/live"
    with pytest.raises(HTTPClientError, match="403"):
        await websocket_connect(HTTPRequest(address, headers={"Origin": "https://evil.example"}))


async def test_the_page_allows_nothing_but_itself(api: Api, sandbox: Sandbox) -> None:
    """Its policy, and that it names no other place."""
    answer = await api.client.get(sandbox.url)
    assert "default-src 'none'; script-src 'self'" in answer.headers["Content-Security-Policy"]
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "Server" not in answer.headers
    folder = Path(__file__).parents[2] / "bot" / "sandbox" / "page"
    for file in folder.iterdir():
        text = file.read_text().replace("http://www.w3.org/2000/svg", "")
        assert "://" not in text.replace("ws://${location.host}", "").replace("https://${part}", "")
        assert "innerHTML" not in text


class Page:
    """The page's side routes, as the page calls them."""

    def __init__(self, sandbox: Sandbox, client: httpx.AsyncClient) -> None:
        """Remember where."""
        self.url, self.client = sandbox.url, client

    async def post(self, path: str, **body: Any) -> httpx.Response:
        """Post a form, or JSON."""
        return await self.client.post(self.url + path, headers={"Origin": self.url}, **body)


@pytest.fixture
def page(sandbox: Sandbox, api: Api) -> Page:
    """The side routes of that sandbox."""
    return Page(sandbox, api.client)


async def test_the_page_says_why_a_photo_is_not_sent(page: Page, sandbox: Sandbox) -> None:
    """What is no image can be sent as a file."""
    files = {"file": ("x.png", b"no image", "image/png")}
    told = await page.post("/people/alice/send", data={"chat_id": "1001"}, files=files)
    assert told.status_code == 400
    assert "send it as a file" in told.json()["error"]
    form = {"chat_id": "1001", "as_file": "true"}
    assert (await page.post("/people/alice/send", data=form, files=files)).status_code == 200
    assert sandbox.messages(sandbox.alice)[-1].json["document"]["file_name"] == "x.png"


async def test_what_is_not_shown_is_downloaded(sandbox: Sandbox, api: Api) -> None:
    """A file of a stranger never becomes a page of this origin."""
    sent = await sandbox.alice.send_file(b"<script>", "x.html", "text/html")
    answer = await api.client.get(f"{sandbox.url}/media/{sent.json['document']['file_id']}")
    assert answer.headers["Content-Type"] == "application/octet-stream"
    assert answer.headers["Content-Disposition"] == "attachment"


WRONG = [
    ("/people/nobody/send", {"data": {"chat_id": "1001", "text": "x"}}, 404),
    ("/people/alice/send", {"data": {"text": "x"}}, 400),
    ("/people/alice/send", {"data": {"chat_id": "moon", "text": "x"}}, 400),
    ("/people/alice/send", {"data": {"chat_id": "1002", "text": "x"}}, 403),
    ("/people/alice/send", {"data": {"chat_id": "1001", "text": " "}}, 400),
    ("/people/alice/send", {"data": {"chat_id": "1001", "text": "x" * 4097}}, 400),
    ("/people/alice/send", {"data": {"chat_id": "1001", "text": "x", "reply_to": "9"}}, 404),
    ("/people/alice/send", {"data": {"chat_id": "1001", "sample": "../x.png"}}, 404),
    ("/people/alice/press", {"content": b"["}, 400),
    ("/people/alice/press", {"json": {"chat_id": 1001, "message_id": 1, "data": "x"}}, 400),
    ("/people/alice/edit", {"json": {"chat_id": 1001, "message_id": 9, "text": "x"}}, 404),
    ("/people/bob/edit", {"json": {"chat_id": 1001, "message_id": 1, "text": "x"}}, 400),
    (
        "/people/alice/edit",
        {"content": json.dumps({"chat_id": 1001, "message_id": 1, "text": "\ud83d"}).encode()},
        400,
    ),
]


@pytest.mark.parametrize(("path", "body", "status"), WRONG)
async def test_a_wrong_action_is_refused(
    page: Page, path: str, body: dict[str, Any], status: int
) -> None:
    """Nothing breaks, whatever the page is made to send."""
    assert (await page.post(path, **body)).status_code == status


async def test_samples_are_listed_and_sent(tmp_path: Path) -> None:
    """Images of the folder and nothing else; a click sends the file as a photo."""
    (tmp_path / "b c.png").write_bytes(picture(500, 400))
    (tmp_path / "a.jpg").write_bytes(picture(50, 40, "JPEG"))
    (tmp_path / "broken.png").write_bytes(b"x")
    (tmp_path / "note.txt").write_text("x")
    sandbox = await Sandbox.start(samples=tmp_path)
    socket = await websocket_connect(
        HTTPRequest(sandbox.url.replace("http", "ws") + "/live", headers={"Origin": sandbox.url})
    )
    state = json.loads(await socket.read_message() or "")
    assert state["samples"] == ["a.jpg", "b c.png", "broken.png"]
    async with httpx.AsyncClient() as client:
        page = Page(sandbox, client)
        thumbnail = await client.get(f"{sandbox.url}/samples/b%20c.png")
        assert thumbnail.headers["Content-Type"] == "image/jpeg"
        assert (await client.get(f"{sandbox.url}/samples/note.txt")).status_code == 404
        assert (await client.get(f"{sandbox.url}/samples/broken.png")).status_code == 404
        form = {"chat_id": "1001", "sample": "b c.png"}
        assert (await page.post("/people/alice/send", data=form)).status_code == 200
    event = json.loads(await socket.read_message() or "")
    assert event["message"]["photo"][-1]["width"] == 500
    socket.close()
    await sandbox.stop()


async def test_it_runs_alone() -> None:
    """`python -m bot.sandbox` says where it is, answers, and ends when it is told to."""
    command = [sys.executable, "-m", "bot.sandbox", "--port", "0", "--token", "4242:sandbox-abc"]
    process = await asyncio.create_subprocess_exec(*command, stdout=asyncio.subprocess.PIPE)
    assert process.stdout
    lines = [(await process.stdout.readline()).decode().split() for _ in range(4)]
    url, token = lines[2][-1], lines[1][-1]
    async with httpx.AsyncClient() as client:
        me = (await client.get(f"{url}/bot{token}/getMe")).json()
    assert me["result"]["username"] == "kazami_sandbox_bot"
    assert "1001" in lines[3]
    process.send_signal(signal.SIGINT)
    assert await process.wait() == 0


async def test_it_stops_while_a_bot_waits(sandbox: Sandbox, api: Api) -> None:
    """A getUpdates that waits is cut, and nothing is left behind."""
    poll = asyncio.create_task(api("getUpdates", timeout=30))
    await asyncio.sleep(0.1)
    await sandbox.stop()
    with pytest.raises(httpx.RemoteProtocolError):
        await poll
