"""The bot as it runs: what it is made of, opened in order and closed in reverse."""

import asyncio
import logging
import secrets
from collections.abc import Awaitable, Callable, Coroutine
from contextlib import AsyncExitStack
from typing import Any

from telegram import Update
from telegram.error import InvalidToken, TelegramError

from bot import tongue
from bot.app import Parts
from bot.catalog import Catalog
from bot.commands import set_menus
from bot.desk import App, Desk
from bot.errors import Apology
from bot.folder import Folder
from bot.groups import sweep
from bot.health import Health
from bot.inbox import Inbox
from bot.letter import Letter
from bot.metrics import Metrics
from bot.network import on_the_way
from bot.patience import Patience
from bot.poller import Poller
from bot.settings import Settings
from bot.tally import Tally
from bot.webhook import Webhook
from bot.worker import Worker
from search.engine import Engine
from search.sightings import Sightings

_log = logging.getLogger(__name__)
ALLOWED_UPDATES = [
    Update.MESSAGE,
    Update.CALLBACK_QUERY,
    Update.GUEST_MESSAGE,
    Update.MY_CHAT_MEMBER,
]


async def serve(settings: Settings, engine: Engine, stop: asyncio.Event) -> None:
    """Run the bot until `stop` is set. Raises TelegramError, KazamiError or OSError."""
    letters = dict[int, Letter]()
    async with AsyncExitStack() as stack:
        catalog = await Catalog.open(settings.data_dir)
        stack.push_async_callback(catalog.close)
        inbox = await Inbox.open(settings.data_dir, settings.bot_id)
        stack.push_async_callback(inbox.close)
        sightings = Sightings(settings.data_dir)
        stack.callback(sightings.close)
        worker = Worker()
        stack.callback(worker.close)
        health = Health(settings, engine, inbox, _counting(stack))
        if settings.metrics_port:
            stack.push_async_callback(Metrics(health, settings.metrics_port).close)
        app = Parts(health, catalog, sightings, worker, letters).application()
        stack.push_async_callback(app.shutdown)
        desk = Desk(inbox, app, letters, Apology(app.bot, settings.admin_ids))
        stack.push_async_callback(desk.stop)
        stack.callback(worker.interrupt)
        _beside(stack, sweep(sightings, worker))
        running = _beside(stack, _run(app, desk, settings, len(engine)))
        if settings.watch_folder:
            _beside(stack, Folder(settings.images_dir, engine, worker).run())
        stopping = asyncio.create_task(stop.wait())
        stack.callback(stopping.cancel)
        await asyncio.wait([running, stopping], return_when=asyncio.FIRST_COMPLETED)
        if running.done():
            running.result()


def _counting(stack: AsyncExitStack) -> Tally:
    """From now on until the stack is closed."""
    tally = Tally()
    logging.getLogger().addHandler(tally)
    stack.callback(logging.getLogger().removeHandler, tally)
    return tally


def _beside(stack: AsyncExitStack, job: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
    """Start a job, which ends when the stack is closed."""
    task = asyncio.create_task(job)
    stack.push_async_callback(_end, task)
    return task


async def _run(app: App, desk: Desk, settings: Settings, pictures: int) -> None:
    """Until cancelled. Telegram may be away when the bot starts."""
    await asyncio.to_thread(tongue.read, tongue.ENGLISH.code)
    await _reach(app.initialize)
    await desk.start()
    _log.info("Serving as @%s with %d pictures", app.bot.username, pictures)
    await _together(desk.run(), _receive(app, desk, settings), _offer(app, settings))


async def _offer(app: App, settings: Settings) -> None:
    """The command menus, beside everything else: there is one a language."""
    await asyncio.to_thread(tongue.read, *tongue.NAMES)
    for failed in await set_menus(app.bot, settings.admin_ids):
        _log.warning("A command menu could not be set: %s", failed)


async def _receive(app: App, desk: Desk, settings: Settings) -> None:
    """By webhook where it has an address, by polling otherwise."""
    if not settings.webhook_url:
        await _reach(app.bot.delete_webhook)
        await Poller(app.bot, desk, ALLOWED_UPDATES).run()
        return
    secret = settings.secret or secrets.token_urlsafe()

    async def ask() -> None:
        await app.bot.set_webhook(
            settings.webhook_url, secret_token=secret, allowed_updates=ALLOWED_UPDATES
        )

    await _together(Webhook(desk, secret, *settings.listen_at).run(), _reach(ask))


async def _together(*jobs: Coroutine[Any, Any, None]) -> None:
    """Until the last has ended or the first has failed, which ends all."""
    tasks = [asyncio.create_task(job) for job in jobs]
    try:
        await asyncio.gather(*tasks)
    finally:
        await _end(*tasks)


async def _end(*tasks: asyncio.Task[None]) -> None:
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)


async def _reach(call: Callable[[], Awaitable[object]]) -> None:
    """Ask until Telegram answers. Raises InvalidToken and whatever else it refuses."""
    patience = Patience("Telegram cannot be reached")
    while True:
        try:
            await call()
        except TelegramError as error:
            if isinstance(error, InvalidToken) or not on_the_way(error):
                raise
            await patience.wait(error)
        else:
            patience.over()
            return
