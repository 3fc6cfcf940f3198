"""The bot's table of contents: what it is made of, who handles what, in order."""

import asyncio
import logging
import secrets
from collections.abc import Awaitable, Callable, Coroutine
from contextlib import AsyncExitStack
from typing import Any

from telegram import Update
from telegram.error import InvalidToken, TelegramError
from telegram.ext import (
    Application,
    ApplicationBuilder,
    CallbackQueryHandler,
    ChatMemberHandler,
    MessageHandler,
    filters,
)

from bot import tongue
from bot.admin import Admin
from bot.again import Again
from bot.album import Album
from bot.ask import Ask
from bot.backups import Backups
from bot.buttons import Action, Buttons
from bot.catalog import Catalog
from bot.changes import Changes
from bot.choice import Choice
from bot.commands import Command, Mention, set_menus
from bot.compare import Compare
from bot.desk import App, Desk
from bot.duplicates import DuplicatesWalk
from bot.errors import Apology
from bot.finder import Finder
from bot.folder import Folder
from bot.forget import Forget
from bot.groups import Groups, sweep
from bot.guard import Callback, Guard
from bot.guests import Guests
from bot.health import Health
from bot.inbox import Inbox, Letter
from bot.indexing import Indexing
from bot.intake import Intake
from bot.language import Language
from bot.limiter import Limiter
from bot.lookup import Lookup
from bot.metrics import Metrics
from bot.network import on_the_way
from bot.opinion import Opinion
from bot.original import Original
from bot.patience import Patience
from bot.people import People
from bot.poller import Poller
from bot.prints import Prints
from bot.quota import Quota
from bot.roles import Roles
from bot.settings import Settings
from bot.shelves import Shelves
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
_READ_SECONDS = 20
_MEDIA_SECONDS = 60  # to send an album


class Raising(Application[Any, Any, Any, Any, Any, Any]):
    """Whoever hands an update to its handler learns what the handler raised."""

    async def process_error(
        self,
        update: object,  # noqa: ARG002  these are PTB's
        error: Exception,
        job: object = None,  # noqa: ARG002
        coroutine: object = None,  # noqa: ARG002
    ) -> bool:
        """Raise it."""
        raise error


def build(
    health: Health,
    catalog: Catalog,
    sightings: Sightings,
    worker: Worker,
    letters: dict[int, Letter],
) -> App:
    """All handlers, in order; closing what it is made of is the caller's."""
    settings, engine = health.settings, health.engine
    people = People(settings, catalog)
    album = Album(engine, catalog, worker)
    backups = Backups(settings.data_dir)
    quota = Quota(settings.photos_per_minute)
    prints = Prints()
    finder = Finder(settings, album, prints)
    lookup, admin = (
        Lookup(settings, album, finder, health.tally, quota),
        Admin(settings, people, album, backups),
    )
    shelves, indexing = Shelves(settings, album), Indexing(settings, album)
    walk = DuplicatesWalk(album, shelves)
    changes, choice = Changes(album, people, shelves), Choice(people, shelves)
    guard, language = Guard(people, letters), Language(people)
    groups = Groups.of(people, sightings, worker, letters)
    find = guard.allowed(groups.preferences.heard(lookup.find))
    compare = Compare(album, quota, settings.photos_per_minute).compare
    commands: dict[str, Callback] = {
        "start": guard.all(_help),
        "help": guard.all(_help),
        "find": find,
        "compare": guard.allowed(groups.preferences.heard(compare)),
        "collections": guard.allowed(choice.show),
        "use": guard.allowed(choice.use),
        **groups.commands(guard),
        "language": guard.all(language.ask),
        "privacy": guard.all(_privacy),
        "forget": guard.all(Forget(engine, backups, letters, sightings, prints).forget),
        "reindex": guard.admins(indexing.reindex),
        "add": guard.editors(Intake(album, people).add),
        "remove": guard.editors(changes.remove),
        "rename": guard.editors(changes.rename),
        "undo": guard.editors(changes.undo),
        "stats": guard.admins(admin.stats),
        "unreadable": guard.admins(admin.unreadable),
        "status": guard.admins(health.tell),
        "backup": guard.admins(admin.backup),
        "duplicates": guard.admins(walk.begin),
        "editor": guard.admins(Roles(people).editor),
        "allow": guard.admins(admin.allow),
        "ban": guard.admins(admin.ban),
    }
    again, opinion = Again(album, finder), Opinion(album)
    actions = {
        "show": Action(lookup.show),
        "proof": Action(again.proof),
        "blink": Action(again.blink),
        "original": Action(Original(album).send),
        "more": Action(again.more),
        "why": Action(again.why),
        "right": Action(opinion.right, said="thanks"),
        "wrong": Action(opinion.wrong),
        "accept": Action(opinion.accept),
        "language": Action(language.choose, "leaders", once=False),
        "languages": Action(language.offer, "leaders", once=False),
        "shelves": Action(choice.offer, "leaders", once=False),
        "shelf": Action(choice.turn, "leaders", once=False),
        "keep-best": Action(walk.keep_best, "admins"),
        "keep-all": Action(walk.keep_all, "admins"),
        "next": Action(walk.skip, "admins"),
        "stop": Action(walk.stop, "admins"),
        "start": Action(indexing.start, "admins"),
        "cancel": Action(indexing.cancel, "admins", once=False),
        **groups.actions(),
    }
    buttons = Buttons(people, letters, actions)

    app = (
        ApplicationBuilder()
        .application_class(Raising)
        .updater(None)
        .token(settings.token)
        .rate_limiter(Limiter.of(settings.token))
        .base_url(f"{settings.bot_api_url}/bot")
        .base_file_url(f"{settings.bot_api_url}/file/bot")
        .media_write_timeout(_MEDIA_SECONDS)
        .read_timeout(_READ_SECONDS)
        .build()
    )
    new, private = filters.UpdateType.MESSAGE, filters.ChatType.PRIVATE
    for name, callback in commands.items():
        app.add_handler(MessageHandler(new & Command(name), callback))
    mentioned = new & filters.ChatType.GROUPS & Mention()
    app.add_handler(MessageHandler(mentioned, find))
    stills = filters.PHOTO | (filters.Document.IMAGE & ~filters.Document.GIF & ~filters.ANIMATION)
    posted = new & filters.ChatType.GROUPS & stills
    app.add_handler(MessageHandler(posted, guard.all(groups.watch.photo)))
    app.add_handler(ChatMemberHandler(groups.welcome.changed, ChatMemberHandler.MY_CHAT_MEMBER))
    rest = new & private & ~filters.StatusUpdate.ALL
    app.add_handler(MessageHandler(rest, guard.allowed(lookup.photo)))
    guests = Guests(people, lookup, album, letters)
    app.add_handler(MessageHandler(filters.UpdateType.GUEST_MESSAGE, guests.answer))
    app.add_handler(CallbackQueryHandler(buttons.press))
    return app


async def serve(settings: Settings, engine: Engine, stop: asyncio.Event) -> None:
    """Run the bot until `stop` is set. Raises TelegramError, KazamiError or OSError."""
    letters: dict[int, Letter] = {}
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
        app = build(health, catalog, sightings, worker, letters)
        stack.push_async_callback(app.shutdown)
        desk = Desk(inbox, app, letters, Apology(app.bot, settings.admin_ids))
        stack.push_async_callback(desk.stop)
        stack.callback(worker.interrupt)
        sweeping = asyncio.create_task(sweep(sightings, worker))
        stack.push_async_callback(_end, sweeping)
        running = asyncio.create_task(_run(app, desk, settings, len(engine)))
        stack.push_async_callback(_end, running)
        if settings.watch_folder:
            folder = Folder(settings.images_dir, engine, worker)
            stack.push_async_callback(_end, asyncio.create_task(folder.run()))
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


async def _help(ask: Ask, _: str) -> None:
    await ask.say(ask.t("help"))


async def _privacy(ask: Ask, _: str) -> None:
    await ask.say(ask.t("privacy"))
