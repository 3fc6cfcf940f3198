"""The routes of the chat page: what people see, and what they do there."""

import asyncio
import json
from pathlib import Path
from typing import Any

from tornado.web import HTTPError, StaticFileHandler
from tornado.websocket import WebSocketClosedError, WebSocketHandler

from .actions import Edit, People, Press, Send, Shared, Trouble
from .files import StoredFile
from .guard import Guarded, is_same_origin
from .images import thumbnail
from .records import Json
from .samples import list_samples, sample_named
from .service import Service
from .world import ELSEWHERE_ID, GROUP_ID, World, describe

GROUPS = {GROUP_ID: "group", ELSEWHERE_ID: "elsewhere"}  # that the page has
FOLDER = Path(__file__).parent / "page"


def routes(service: Service) -> list[Any]:
    """The page and its side routes."""
    world, people = service.world, service.people
    shared = {"world": world, "people": people, "samples": service.samples}
    return [
        (r"/()", PageFile, {"path": str(FOLDER), "default_filename": "index.html"}),
        (r"/page/([a-z]+\.(?:js|css|svg))", PageFile, {"path": str(FOLDER)}),
        (r"/live", Live, {"service": service}),
        (r"/faults", Trouble, {"faults": service.faults}),
        (r"/people/(\w+)/send", Send, shared),
        (r"/people/(\w+)/press", Press, shared),
        (r"/people/(\w+)/edit", Edit, shared),
        (r"/media/([\w-]+)", Media, shared),
        (r"/samples/([^/]+)", Sample, shared),
    ]


class PageFile(Guarded, StaticFileHandler):
    """The page itself."""


class Media(Shared):
    """The photos and files in the chats."""

    def get(self, file_id: str) -> None:
        """Show a photo or a GIF; give anything else as a download only."""
        file = self.world.files.find(file_id)
        if file is None:
            raise HTTPError(404)
        shown = _shown(file)
        self.set_header("Content-Type", shown or "application/octet-stream")
        if not shown:
            self.set_header("Content-Disposition", "attachment")
        self.set_header("Cache-Control", "private, max-age=3600, immutable")
        self.finish(file.data)


def _shown(file: StoredFile) -> str:
    """As what a browser may show it; empty: as nothing."""
    if file.kind in ("Photo", "Thumbnail"):  # these are JPEGs that we made
        return "image/jpeg"
    gif = file.kind == "Animation" and file.data[:6] in (b"GIF87a", b"GIF89a")
    return "image/gif" if gif else ""


class Sample(Shared):
    """The samples to try."""

    async def get(self, name: str) -> None:
        """Show a small picture of one."""
        path = sample_named(self.samples, name)
        size = await asyncio.to_thread(lambda: thumbnail(path.read_bytes()))
        if size is None:
            raise HTTPError(404)
        self.set_header("Content-Type", "image/jpeg")
        await self.finish(size.data)


class Live(Guarded, WebSocketHandler):
    """Tells the page what is, and then what happens."""

    def initialize(self, service: Service) -> None:
        """Keep what is shared."""
        self.service, self.world, self.people = service, service.world, service.people

    def check_origin(self, origin: str) -> bool:
        """Only the own page may listen."""
        return is_same_origin(origin, self.request.host)

    def open(self, *_args: str, **_kwargs: str) -> None:
        """Tell everything, then listen."""
        self.tell("state", state(self.service))
        self.world.events.listen(self.hear)

    def on_close(self) -> None:
        """Listen no more."""
        self.world.events.forget(self.hear)

    def on_message(self, message: str | bytes) -> None:
        """The page has nothing to say here."""

    def hear(self, kind: str, event: Json) -> None:
        """Pass an event on."""
        if kind == "commands":
            event = {"menus": menus(self.world, self.people)}
        unseen = "chat_id" in event and not _is_shown(event["chat_id"], self.people)
        if kind != "answer" and not unseen:  # the one who pressed is told
            self.tell(kind, event)

    def tell(self, kind: str, event: Json) -> None:
        """Send one event."""
        try:
            self.write_message(json.dumps({"type": kind, **event}))
        except WebSocketClosedError:
            return


def state(service: Service) -> Json:
    """Everything that the page shows when it opens."""
    world, people = service.world, service.people
    return {
        "bot": world.bot,
        "people": [{"key": key, "id": p.id, "name": p.name} for key, p in people.items()],
        "chats": [
            {
                **chat.json,
                "key": GROUPS.get(chat.id),
                "messages": [describe(m) for m in chat.messages.values()],
            }
            for chat in world.chats.values()
            if _is_shown(chat.id, people)
        ],
        "menus": menus(world, people),
        "samples": [path.name for path in list_samples(service.samples)],
        "faults": service.faults.state,
    }


def menus(world: World, people: People) -> Json:
    """The command menu of each person in each chat."""
    return {
        f"{chat.id}:{p.id}": world.commands.menu(chat.id, p.id, chat.members[p.id], p.language)
        for chat in world.chats.values()
        for p in people.values()
        if p.id in chat.members
    }


def _is_shown(chat_id: int, people: People) -> bool:
    """Whether the page has the chat: a group, or one of its own people's."""
    return chat_id in GROUPS or any(chat_id == person.id for person in people.values())
