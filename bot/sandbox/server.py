"""The HTTP side: the Bot API, its files, and the routes of the chat page."""

import asyncio
import hmac
import json
from collections import deque
from dataclasses import dataclass, field
from pathlib import Path

from tornado.web import Application, HTTPError

from .faults import Faults
from .guard import Guarded
from .methods import call_method, method_named
from .page import routes
from .person import Person
from .records import Json, Request, Upload
from .world import World

REQUESTS = 5000  # the newest that are remembered


@dataclass
class Service:
    """What the handlers share."""

    world: World
    token: str
    people: dict[str, Person]  # by lower-case first name
    samples: Path | None = None
    faults: Faults = field(default_factory=Faults)
    requests: deque[Request] = field(default_factory=lambda: deque(maxlen=REQUESTS))

    def knows(self, token: str) -> bool:
        """Whether a token is the bot's."""
        return hmac.compare_digest(token.encode(), self.token.encode())


def make_application(service: Service) -> Application:
    """All routes."""
    return Application(
        [
            (r"/bot([^/]+)/(\w+)/?", MethodHandler, {"service": service}),
            (r"/file/bot([^/]+)/(.+)", DownloadHandler, {"service": service}),
            *routes(service.world, service.people, service.samples),
        ],
        default_handler_class=NothingHandler,
        log_function=lambda _handler: None,  # an access log would hold the token
        websocket_ping_interval=20,
    )


class NothingHandler(Guarded):
    """Everything else."""

    def prepare(self) -> None:
        """Refuse it."""
        super().prepare()
        raise HTTPError(404)


class DownloadHandler(Guarded):
    """Gives the files that getFile told of."""

    def initialize(self, service: Service) -> None:
        """Keep what is shared."""
        self.service = service

    def get(self, token: str, path: str) -> None:
        """Give one file."""
        if not self.service.knows(token):
            raise HTTPError(401)
        file = self.service.world.files.at(path)
        if file is None:
            raise HTTPError(404)
        self.set_header("Content-Type", "application/octet-stream")
        self.write(file.data)


class MethodHandler(Guarded):
    """Calls the methods of the Bot API."""

    def initialize(self, service: Service) -> None:
        """Keep what is shared."""
        self.service = service
        self.polling: asyncio.Task[Json] | None = None

    async def get(self, token: str, name: str) -> None:
        """Call a method; GET and POST are the same to the Bot API."""
        method = method_named(name)
        if not self.service.knows(token):
            self.respond(refusal(401, "Unauthorized"))
        elif method is None:
            self.respond(refusal(404, "Not Found"))
        else:
            await self.call(method)

    post = get

    async def call(self, method: str) -> None:
        """Call a method that exists, and remember it; or let it fail on purpose."""
        params, uploads = self.params(), self.uploads()
        fault = self.service.faults.take(method)
        response: Json | None
        if fault and not fault.carried_out:
            response = fault.response
        else:
            response = await self.carry_out(method, params, uploads)
            response = fault.response if fault and response else response
        if response is not None:
            self.remember(method, params, uploads, response)
            self.respond(response)
        elif fault:
            self.remember(method, params, uploads, {})
            self.detach().close()

    async def carry_out(self, method: str, params: Json, uploads: dict[str, Upload]) -> Json | None:
        """The response, or None when the bot hung up before a getUpdates had one."""
        work = asyncio.ensure_future(call_method(self.service.world, method, params, uploads))
        if method == "getUpdates":
            self.polling = work
        try:
            return await work
        except asyncio.CancelledError:
            if not work.cancelled():
                raise
            return None

    def on_connection_close(self) -> None:
        """A getUpdates that nobody waits for is over; anything else is still carried out."""
        if self.polling:
            self.polling.cancel()

    def respond(self, response: Json) -> None:
        """Send a response with the status that it speaks of."""
        if self.request.connection and not self._finished:
            self.set_status(response.get("error_code", 200))
            self.set_header("Content-Type", "application/json")
            self.finish(json.dumps(response))

    def remember(
        self, method: str, params: Json, uploads: dict[str, Upload], response: Json
    ) -> None:
        """Keep the request for tests to look at."""
        files = {name: (file.filename, len(file.data)) for name, file in uploads.items()}
        self.service.requests.append(Request(method, params, files, response))

    def params(self) -> Json:
        """The parameters, however they came; the body's win over the address's."""
        params: Json = {
            name: self.get_argument(name, strip=False) for name in self.request.arguments
        }
        if self.request.headers.get("Content-Type", "").startswith("application/json"):
            try:
                body = json.loads(self.request.body or b"{}")
            except (ValueError, RecursionError):
                body = None
            if not isinstance(body, dict):
                raise HTTPError(400, reason="Bad Request: can't parse JSON object")
            params |= body
        return params

    def uploads(self) -> dict[str, Upload]:
        """The files that came with the request, by field."""
        return {
            name: Upload(files[0]["filename"], files[0]["body"], files[0]["content_type"])
            for name, files in self.request.files.items()
        }


def refusal(code: int, description: str, **parameters: int) -> Json:
    """Say no in the Bot API's shape."""
    more = {"parameters": parameters} if parameters else {}
    return {"ok": False, "error_code": code, "description": description, **more}
