"""The HTTP side: the Bot API, its files, and the routes of the chat page."""

import asyncio
import json

from tornado.web import Application, HTTPError

from .faults import DOWNLOAD
from .guard import Guarded
from .methods import call_method, method_named
from .page import routes
from .records import Json, Request, Upload
from .service import Service
from .wire import Reply, Wire, refusal


def make_application(service: Service) -> Application:
    """All routes."""
    return Application(
        [
            (r"/bot([^/]+)/(\w+)/?", MethodHandler, {"service": service}),
            (r"/file/bot([^/]+)/(.+)", DownloadHandler, {"service": service}),
            *routes(service),
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


class DownloadHandler(Wire):
    """Gives the files that getFile told of."""

    async def get(self, token: str, path: str) -> None:
        """Give one file."""
        await self.call(DOWNLOAD, path, lambda: self.find(token, path))

    async def find(self, token: str, path: str) -> Reply:
        """The file's bytes, or why not."""
        if not self.service.knows(token):
            return refusal(401, "Unauthorized")
        file = self.service.world.files.at(path)
        return file.data if file else refusal(404, "Not Found")


class MethodHandler(Wire):
    """Calls the methods of the Bot API."""

    polling: asyncio.Task[Json] | None = None

    async def get(self, token: str, name: str) -> None:
        """Call a method; GET and POST are the same to the Bot API."""
        method = method_named(name)
        if not self.service.knows(token):
            await self.refuse(name, 401, "Unauthorized")
        elif method is None:
            await self.refuse(name, 404, "Not Found")
        else:
            await self.run(method, self.params(), self.uploads())

    post = get

    async def refuse(self, name: str, code: int, description: str) -> None:
        """Say no to a call that is none."""

        async def say_no() -> Reply:
            return refusal(code, description)

        await self.call(name, None, say_no)

    async def run(self, method: str, params: Json, uploads: dict[str, Upload]) -> None:
        """Call a method that exists, and remember it."""
        told = await self.call(
            method, _about(params), lambda: self.carry_out(method, params, uploads)
        )
        if told is not None or self.fault:
            self.remember(method, params, uploads, told if isinstance(told, dict) else {})

    async def carry_out(self, method: str, params: Json, uploads: dict[str, Upload]) -> Json | None:
        """The response, or None when the bot hung up before a getUpdates had one."""
        work = asyncio.ensure_future(call_method(self.service.world, method, params, uploads))
        if method == "getUpdates":
            self.polling = work
            if self.gone.is_set():
                work.cancel()
        try:
            return await work
        except asyncio.CancelledError:
            if not work.cancelled():
                raise
            return None

    def on_connection_close(self) -> None:
        """A getUpdates that nobody waits for is over; anything else is still carried out."""
        super().on_connection_close()
        if self.polling:
            self.polling.cancel()

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


def _about(params: Json) -> int | str | None:
    """What a call is about: the number of its chat, else its file or query, if it names one."""
    try:
        return int(params["chat_id"])
    except (KeyError, TypeError, ValueError, OverflowError):
        thing = params.get("file_id") or params.get("callback_query_id")
        return str(thing) if thing else None
