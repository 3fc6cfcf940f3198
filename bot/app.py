"""The bot's table of contents: who handles what, in order."""

from collections.abc import Iterator
from typing import Any

from telegram.ext import (
    Application,
    ApplicationBuilder,
    BaseHandler,
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
from bot.migration import Migration
from bot.opinion import Opinion
from bot.original import Original
from bot.people import People
from bot.prints import Prints
from bot.quota import Quota
from bot.roles import Roles
from bot.settings import Settings
from bot.shelves import Shelves
from bot.worker import Worker
from search.sightings import Sightings

Handler = BaseHandler[Any, Any, Any]
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


class Parts:
    """What handles updates, in order; closing what it is made of is the caller's."""

    def __init__(
        self,
        health: Health,
        catalog: Catalog,
        sightings: Sightings,
        worker: Worker,
        letters: dict[int, Letter],
    ) -> None:
        settings, engine = health.settings, health.engine
        self.settings, self.health = settings, health
        people = People(settings, catalog)
        album = Album(engine, catalog, worker)
        backups = Backups(settings.data_dir)
        quota = Quota(settings.photos_per_minute)
        prints = Prints()
        finder = Finder(settings, album, prints)
        self.lookup = Lookup(settings, album, finder, health.tally, quota)
        self.compare = Compare(album, quota, settings.photos_per_minute)
        self.again, self.opinion = Again(album, finder), Opinion(album)
        self.original = Original(album)
        shelves = Shelves(settings, album)
        self.intake, self.changes = Intake(album, people), Changes(album, people, shelves)
        self.choice, self.language = Choice(people, shelves), Language(people)
        self.indexing, self.walk = Indexing(settings, album), DuplicatesWalk(album, shelves)
        self.admin, self.roles = Admin(settings, people, album, backups), Roles(people)
        self.forget = Forget(engine, backups, letters, sightings, prints)
        self.groups = Groups.of(people, sightings, worker, letters)
        self.migration = Migration(shelves, sightings)
        self.guests = Guests(people, self.lookup, album, letters)
        self.guard = Guard(people, letters)
        self.buttons = Buttons(people, letters, self._actions())

    def application(self) -> App:
        """All of it, with a limiter of the calls to Telegram."""
        app = _application(self.settings)
        app.add_handlers(list(self._handlers()))
        return app

    def _handlers(self) -> Iterator[Handler]:
        guard, groups = self.guard, self.groups
        new, private = filters.UpdateType.MESSAGE, filters.ChatType.PRIVATE
        yield MessageHandler(new & filters.StatusUpdate.MIGRATE, self.migration.told)
        for name, callback in self._commands().items():
            yield MessageHandler(new & Command(name), callback)
        mentioned = new & filters.ChatType.GROUPS & Mention()
        yield MessageHandler(mentioned, self._find)
        stills = filters.PHOTO | filters.Document.IMAGE & ~filters.Document.GIF & ~filters.ANIMATION
        posted = new & filters.ChatType.GROUPS & stills
        yield MessageHandler(posted, guard.all(groups.watch.photo))
        yield ChatMemberHandler(groups.welcome.changed, ChatMemberHandler.MY_CHAT_MEMBER)
        rest = new & private & ~filters.StatusUpdate.ALL
        yield MessageHandler(rest, guard.allowed(self.lookup.photo))
        yield MessageHandler(filters.UpdateType.GUEST_MESSAGE, self.guests.answer)
        yield CallbackQueryHandler(self.buttons.press)

    @property
    def _find(self) -> Callback:
        return self.guard.allowed(self.groups.preferences.heard(self.lookup.find))

    def _commands(self) -> dict[str, Callback]:
        guard, heard = self.guard, self.groups.preferences.heard
        return {
            "start": guard.all(_help),
            "help": guard.all(_help),
            "find": self._find,
            "compare": guard.allowed(heard(self.compare.compare)),
            "collections": guard.allowed(self.choice.show),
            "use": guard.allowed(self.choice.use),
            **self.groups.commands(guard),
            "language": guard.all(self.language.ask),
            "privacy": guard.all(_privacy),
            "forget": guard.all(self.forget.forget),
            "reindex": guard.admins(self.indexing.reindex),
            "add": guard.editors(self.intake.add),
            "remove": guard.editors(self.changes.remove),
            "rename": guard.editors(self.changes.rename),
            "undo": guard.editors(self.changes.undo),
            "stats": guard.admins(self.admin.stats),
            "unreadable": guard.admins(self.admin.unreadable),
            "status": guard.admins(self.health.tell),
            "backup": guard.admins(self.admin.backup),
            "duplicates": guard.admins(self.walk.begin),
            "editor": guard.admins(self.roles.editor),
            "allow": guard.admins(self.admin.allow),
            "ban": guard.admins(self.admin.ban),
        }

    def _actions(self) -> dict[str, Action]:
        return {
            "show": Action(self.lookup.show),
            "proof": Action(self.again.proof),
            "blink": Action(self.again.blink),
            "original": Action(self.original.send),
            "more": Action(self.again.more),
            "why": Action(self.again.why),
            "right": Action(self.opinion.right, said="thanks"),
            "wrong": Action(self.opinion.wrong),
            "accept": Action(self.opinion.accept),
            "language": Action(self.language.choose, "leaders", once=False),
            "languages": Action(self.language.offer, "leaders", once=False),
            "shelves": Action(self.choice.offer, "leaders", once=False),
            "shelf": Action(self.choice.turn, "leaders", once=False),
            "keep-best": Action(self.walk.keep_best, "admins"),
            "keep-all": Action(self.walk.keep_all, "admins"),
            "next": Action(self.walk.skip, "admins"),
            "stop": Action(self.walk.stop, "admins"),
            "start": Action(self.indexing.start, "admins"),
            "cancel": Action(self.indexing.cancel, "admins", once=False),
            **self.groups.actions(),
        }


def _application(settings: Settings) -> App:
    return (
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


async def _help(ask: Ask, _: str) -> None:
    await ask.say(ask.t("help"))


async def _privacy(ask: Ask, _: str) -> None:
    await ask.say(ask.t("privacy"))
