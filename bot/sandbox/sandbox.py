"""The sandbox as a whole: it starts, people talk in it, it stops."""

import secrets
import string
from collections.abc import Callable
from pathlib import Path
from typing import Self

from tornado.httpserver import HTTPServer
from tornado.netutil import bind_sockets

from .faults import Faults, Kind
from .log import Log
from .person import Person
from .records import Chat, Message, Request
from .server import make_application
from .service import Service
from .wire import refusal
from .world import ELSEWHERE_ID, PEOPLE, World

BODY_BYTES = 64 * 1024 * 1024  # the most that one request may carry
TIMEOUT = 10.0  # seconds


class Sandbox:
    """A Telegram of one's own on 127.0.0.1: one bot, three people, a group, one without the bot."""

    def __init__(self, world: World, service: Service, server: HTTPServer, port: int) -> None:
        """Hold together what ``start`` made."""
        self.url = f"http://127.0.0.1:{port}"
        self.token = service.token
        self.alice, self.bob, self.carol = service.people.values()
        self.group = world.group
        self.elsewhere = world.chats[ELSEWHERE_ID]
        self.world = world
        self._others: dict[str, Person] = {}
        self._service = service
        self._server = server

    @classmethod
    async def start(  # noqa: PLR0913 - each has its default
        cls,
        port: int = 0,
        *,
        samples: Path | None = None,
        privacy: bool = True,
        token: str | None = None,
        username: str = "kazami_sandbox_bot",
        name: str = "Kazami",
    ) -> Self:
        """Listen on 127.0.0.1; port 0 takes any free one.

        Parameters
        ----------
        port
            The TCP port.
        samples
            A folder of images that the page offers to send.
        privacy
            Whether the bot is in privacy mode in groups, as new bots are.
        token
            The bot's token; a random one unless given.
        username, name
            Who the bot is.

        """
        world = World(username, name, privacy=privacy)
        people = {known.lower(): Person(world, number) for number, known in PEOPLE.items()}
        service = Service(world, token or make_token(world.bot["id"]), people, samples)
        sockets = bind_sockets(port, "127.0.0.1")
        server = HTTPServer(make_application(service), max_buffer_size=BODY_BYTES)
        server.add_sockets(sockets)
        return cls(world, service, server, sockets[0].getsockname()[1])

    async def stop(self) -> None:
        """Close every connection and the port."""
        self.world.webhook.stop()
        self._server.stop()
        await self._server.close_all_connections()

    @property
    def requests(self) -> list[Request]:
        """Every request of the bot so far, oldest first (the newest 5000)."""
        return list(self._service.requests)

    @property
    def log(self) -> Log:
        """When every call and download came, and what came of it."""
        return self._service.log

    @property
    def faults(self) -> Faults:
        """What goes wrong on purpose."""
        return self._service.faults

    @property
    def updates_pending(self) -> int:
        """How many updates the bot has not confirmed."""
        return self.world.updates.pending

    def person(self, name: str) -> Person:
        """Somebody of that name: Alice, Bob, Carol, or one more, whom the page does not show."""
        key = name.lower()
        if key in self._service.people:
            return self._service.people[key]
        if key not in self._others:
            self._others[key] = Person(self.world, self.world.add_person(name))
        return self._others[key]

    def messages(self, chat: Chat | Person) -> list[Message]:
        """What is in a chat, oldest first; a person stands for the private chat with the bot."""
        place = chat.chat if isinstance(chat, Person) else chat
        return list(place.messages.values())

    async def until(
        self,
        predicate: Callable[[Message], object],
        chat: Chat | Person | None = None,
        timeout: float = TIMEOUT,  # noqa: ASYNC109 - a test says how long it waits
        *,
        after: Message | None = None,
    ) -> Message:
        """The first message of the bot, as it is now, that satisfies the predicate.

        Waits for new and edited messages; looks in all chats unless one is given, and only at
        messages newer than ``after`` if that is given. Raises TimeoutError with what it saw.
        """
        chats = list(self.world.chats.values()) if chat is None else [chat]

        def look() -> Message | None:
            said = (m for place in chats for m in self.messages(place) if self._is_new(m, after))
            return next((m for m in said if predicate(m)), None)

        found = await self.world.events.until(look, timeout)
        if found is None:
            said = [m.text for place in chats for m in self.messages(place)]
            raise TimeoutError(f"no such message of the bot in {timeout} s among {said[-10:]}")
        return found

    def fail(
        self,
        method: str,
        *,
        code: int = 429,
        description: str = "Too Many Requests: retry after 1",
        times: int = 1,
        carried_out: bool = False,
        **parameters: int,
    ) -> None:
        """Let the next calls of a method be refused in these words; `faults` has all the rest.

        ``code=0`` resets the connection; ``carried_out`` does the work first, so that the bot
        cannot know; more parameters go into ``parameters``, such as ``retry_after=1``.
        """
        if code:
            response = refusal(code, description, **parameters)
            refused = {"response": response, "carried_out": carried_out}
            self.faults.add(Kind.ERROR, methods=(method,), times=times, **refused)
        else:
            kind = Kind.RESET_AFTER if carried_out else Kind.RESET_BEFORE
            self.faults.add(kind, methods=(method,), times=times)

    def _is_new(self, message: Message, after: Message | None) -> bool:
        said = message.sender_id == self.world.bot["id"]
        return said and (after is None or (message.chat_id, message.id) > (after.chat_id, after.id))


def make_token(bot_id: int) -> str:
    """A token of the shape that BotFather gives."""
    letters = string.ascii_letters + string.digits + "_-"
    return f"{bot_id}:sandbox-" + "".join(secrets.choice(letters) for _ in range(27))
