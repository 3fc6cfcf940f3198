"""The bot's table of contents: what it is made of, who handles what, in order."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Coroutine
from html import escape
from typing import Any

from telegram import Message, Update
from telegram.error import NetworkError
from telegram.ext import (
    Application,
    ApplicationBuilder,
    CallbackQueryHandler,
    ContextTypes,
    MessageHandler,
    filters,
)

from bot import replies
from bot.admin import Admin
from bot.album import Album
from bot.buttons import Buttons
from bot.catalog import Catalog
from bot.commands import Command, parse, set_menus
from bot.errors import report
from bot.lookup import Lookup, say
from bot.people import People
from bot.settings import Settings
from bot.worker import Worker
from search.engine import Engine
from search.errors import KazamiError

App = Application[Any, Any, Any, Any, Any, Any]
Handler = Callable[[Message, str], Awaitable[None]]  # the message, and what follows its command
Callback = Callable[[Update, ContextTypes.DEFAULT_TYPE], Coroutine[Any, Any, None]]

_log = logging.getLogger(__name__)
_RETRY_SECONDS = 5
ALLOWED_UPDATES = [Update.MESSAGE, Update.CALLBACK_QUERY]
_MEDIA_SECONDS = 60  # to upload an album


def build(settings: Settings, engine: Engine, catalog: Catalog, worker: Worker) -> App:
    """All handlers, in order; closing what it is made of is the caller's."""
    people = People(settings, catalog)
    album = Album(engine, catalog, worker)
    lookup, admin = Lookup(settings, album), Admin(settings, people, album)
    everyone, admins = _for_everyone(people), _for_admins(people)
    commands: dict[str, Callback] = {
        "start": _for_all(_help),
        "help": _for_all(_help),
        "find": everyone(lookup.find),
        "reindex": admins(admin.reindex),
        "add": admins(admin.add),
        "remove": admins(admin.remove),
        "stats": admins(admin.stats),
        "allow": admins(admin.allow),
        "ban": admins(admin.ban),
    }
    actions = {"show": lookup.show, "cancel": admin.cancel}

    app = (
        ApplicationBuilder()
        .token(settings.token)
        .base_url(f"{settings.bot_api_url}/bot")
        .base_file_url(f"{settings.bot_api_url}/file/bot")
        .media_write_timeout(_MEDIA_SECONDS)
        .read_timeout(_MEDIA_SECONDS)
        .build()
    )
    new, private = filters.UpdateType.MESSAGE, filters.ChatType.PRIVATE
    for name, callback in commands.items():
        app.add_handler(MessageHandler(new & Command(name), callback, block=False))
    rest = new & private & ~filters.StatusUpdate.ALL
    app.add_handler(MessageHandler(rest, everyone(lookup.photo), block=False))
    app.add_handler(CallbackQueryHandler(Buttons(people, actions).press, block=False))
    app.add_error_handler(report)
    return app


async def serve(settings: Settings, engine: Engine, stop: asyncio.Event) -> None:
    """Run the bot until `stop` is set. Raises InvalidToken."""
    catalog, worker = await Catalog.open(settings.data_dir), Worker()
    app = build(settings, engine, catalog, worker)
    starting, stopping = (
        asyncio.ensure_future(_start(app, settings)),
        asyncio.create_task(stop.wait()),
    )
    try:
        await asyncio.wait([starting, stopping], return_when=asyncio.FIRST_COMPLETED)
        if starting.done():
            starting.result()
            _log.info("Serving as @%s with %d pictures", app.bot.username, len(engine))
        await stopping
    finally:
        starting.cancel()
        stopping.cancel()
        await _stop(app, worker)
        await catalog.close()


async def _start(app: App, settings: Settings) -> None:
    """Telegram may be away when the bot starts: ask again until it is there."""
    while True:
        try:
            await app.initialize()
            break
        except NetworkError as error:
            _log.warning("Telegram cannot be reached (%s); trying again", error)
            await asyncio.sleep(_RETRY_SECONDS)
    for failed in await set_menus(app.bot, settings.admin_ids):
        _log.warning("A command menu could not be set: %s", failed)
    await app.start()
    if app.updater:
        await app.updater.start_polling(allowed_updates=ALLOWED_UPDATES, bootstrap_retries=-1)


async def _stop(app: App, worker: Worker) -> None:
    """Take nothing new, finish what runs, however far the start had come."""
    if app.updater and app.updater.running:
        await app.updater.stop()
    if worker.job:
        worker.job.cancel()
    if app.running:
        await app.stop()
    await app.shutdown()
    worker.close()


async def _help(message: Message, _: str) -> None:
    await say(message, replies.HELP)


def _for_all(handle: Handler) -> Callback:
    """A handler as PTB wants it; what the library refuses is told as it says it."""

    async def callback(update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        message = update.message
        if message is not None:
            try:
                await handle(message, parse(message)[1])
            except KazamiError as error:
                await say(message, escape(str(error), quote=False))

    return callback


def _for_everyone(people: People) -> Callable[[Handler], Callback]:
    """For those who may use the bot; the others get one short refusal."""

    def guard(handle: Handler) -> Callback:
        async def guarded(message: Message, text: str) -> None:
            if await people.may_ask(message):
                await handle(message, text)
            else:
                author = message.from_user or message.chat
                await say(message, replies.refusal(author.id))

        return _for_all(guarded)

    return guard


def _for_admins(people: People) -> Callable[[Handler], Callback]:
    """For admins; the others get one short refusal."""

    def guard(handle: Handler) -> Callback:
        async def guarded(message: Message, text: str) -> None:
            if people.commands(message):
                await handle(message, text)
            else:
                await say(message, replies.ONLY_ADMINS)

        return _for_all(guarded)

    return guard
