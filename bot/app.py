"""The bot's table of contents: who handles what, in order."""

from typing import Any

from telegram.ext import (
    Application,
    ApplicationBuilder,
    CallbackQueryHandler,
    ChatMemberHandler,
    MessageHandler,
    filters,
)

from bot.admin import Admin
from bot.again import Again
from bot.album import Album
from bot.ask import Ask
from bot.backups import Backups
from bot.buttons import Action, Buttons
from bot.catalog import Catalog
from bot.changes import Changes
from bot.choice import Choice
from bot.commands import Command, Mention
from bot.compare import Compare
from bot.desk import App
from bot.duplicates import DuplicatesWalk
from bot.finder import Finder
from bot.forget import Forget
from bot.groups import Groups
from bot.guard import Callback, Guard
from bot.guests import Guests
from bot.health import Health
from bot.indexing import Indexing
from bot.intake import Intake
from bot.language import Language
from bot.letter import Letter
from bot.limiter import Limiter
from bot.lookup import Lookup
from bot.opinion import Opinion
from bot.original import Original
from bot.people import People
from bot.prints import Prints
from bot.quota import Quota
from bot.roles import Roles
from bot.shelves import Shelves
from bot.worker import Worker
from search.sightings import Sightings

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


async def _help(ask: Ask, _: str) -> None:
    await ask.say(ask.t("help"))


async def _privacy(ask: Ask, _: str) -> None:
    await ask.say(ask.t("privacy"))
