"""python -m bot: the bot where there is a token, the sandbox where there is none."""

import argparse
import asyncio
import os
import signal
import sqlite3
import sys
from contextlib import AsyncExitStack, closing
from pathlib import Path

from pydantic import SecretStr
from telegram.error import InvalidToken, TelegramError

from bot import inbox, logs, muster, privacy, restore
from bot.catalog import Catalog
from bot.history import History
from bot.lock import locked
from bot.muster import QueueAway
from bot.preference import DAYS
from bot.service import serve
from bot.settings import Settings, WrongSettingsError, load
from search.console import follow, wait
from search.engine import Engine
from search.errors import KazamiError, NoFolder
from search.sightings import Sightings, schema
from search.survey import drastic

WRONG = 2  # exit code
SAMPLES = Path(__file__).parents[1] / "samples"
PAGE_PORT = 8081
_JOBS_A_CORE = 4  # more would wait for each other, each with a decoder of its own


def main() -> int:
    """Start; returns the exit code."""
    arguments = _arguments()
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # until the bot listens for it
    try:
        if arguments.command:
            return _work(arguments.queue, arguments.jobs)
        settings = load()
        privacy.begin(settings.data_dir)
        if arguments.restore:
            return _restore(arguments.restore, settings.data_dir)
        if arguments.export:
            return _import(History(arguments.export, arguments.chat), settings.data_dir)
        if settings.token:
            _start(settings, index=arguments.index)
        else:
            _start(_sandboxed(settings), index=True)
    except (WrongSettingsError, KazamiError, TelegramError, sqlite3.Error, OSError) as error:
        return _wrong(_words(error))
    except KeyboardInterrupt:
        print("Stopped. What is done is kept.")
    return 0


def _arguments() -> argparse.Namespace:
    """Of the command line; ends the program where they are wrong."""
    parser = argparse.ArgumentParser(prog="python -m bot", description=__doc__)
    parser.add_argument("--index", action="store_true", help="index IMAGES_DIR first")
    parser.add_argument("--restore", type=Path, metavar="FILE", help="go back to a backup")
    parser.add_argument(
        "--import", dest="export", type=Path, metavar="FOLDER", help="a chat's Telegram export"
    )
    parser.add_argument("--chat", type=int, metavar="ID", help="of the chat that it is of")
    worker = parser.add_subparsers(dest="command", title="other than the bot").add_parser(
        "worker", help="look at pictures for a bot on another machine (docs/fleet.md)"
    )
    worker.add_argument("--queue", metavar="URL", help="nats://HOST:PORT; else QUEUE_URL")
    jobs = "files at a time; else one a core"
    worker.add_argument("--jobs", type=int, default=os.cpu_count(), metavar="N", help=jobs)
    arguments = parser.parse_args()
    if (arguments.export is None) != (arguments.chat is None):
        parser.error("--import FOLDER and --chat ID belong together")
    most = _JOBS_A_CORE * (os.cpu_count() or 1)
    if arguments.command and not 1 <= arguments.jobs <= most:
        parser.error(f"--jobs: on this machine 1 to {most} files at a time, not {arguments.jobs}")
    return arguments


def _start(settings: Settings, *, index: bool) -> None:
    """The bot, until it is told to stop."""
    with locked(settings.data_dir):
        restore.finish(settings.data_dir)
        look, url = muster.fleet(settings.queue, settings.images_dir), settings.index_at
        with Engine.open(settings.data_dir, create=True, look=look, index_url=url) as engine:
            if index:
                _index(engine, settings.images_dir)
            asyncio.run(_serve(settings, engine))


def _work(queue: str | None, jobs: int) -> int:
    """A worker of a fleet, until it is told to stop."""
    if queue:
        os.environ["QUEUE_URL"] = queue  # checked as all settings are
    settings = load()
    if not settings.queue:
        return _wrong("Name the queue: python -m bot worker --queue nats://HOST:PORT [--jobs 1]")
    logs.begin(settings.log_level, settings.token)
    done = muster.work(settings.queue, settings.images_dir, jobs, _stopped)
    print(f"Stopped. {done} files were looked at.")
    return 0


def _restore(path: Path, folder: Path) -> int:
    """Put a backup in place of what DATA_DIR holds."""
    with locked(folder):
        restore.restore(path, folder)
    print(f"{folder} is as it was when {path.name} was made.")
    return 0


def _import(history: History, folder: Path) -> int:
    """Keep sightings of what was posted before the bot came."""
    with locked(folder), closing(_sightings(folder)) as sightings:
        days = asyncio.run(_days(folder, history.chat))
        wait("Importing", history.bring(sightings, folder, days))
    for word, count in sorted(history.counts.items()):
        print(f"{count} {word}")
    print(f"Photos of {history.chat} that are posted again are known for {days} days from now on.")
    return 0


def _sightings(folder: Path) -> Sightings:
    restore.finish(folder)
    return Sightings(folder)


async def _days(folder: Path, chat: int) -> int:
    """For how long a chat wants sightings to be kept."""
    catalog = await Catalog.open(folder)
    try:
        return int(await catalog.setting(chat, DAYS.name) or DAYS.default)
    finally:
        await catalog.close()


async def _serve(settings: Settings, engine: Engine) -> None:
    """The bot until it is told to stop, in a sandbox where there is no token."""
    async with AsyncExitStack() as stack:
        if not settings.token:
            settings = await _in_sandbox(settings, stack)
            print(f"No BOT_TOKEN: try the bot here, {settings.bot_api_url}", flush=True)
        logs.begin(settings.log_level, settings.token)
        privacy.warn(Path(".env"))
        await serve(settings, engine, _stopped())


def _sandboxed(settings: Settings) -> Settings:
    """The samples where there is no IMAGES_DIR; what is learned is kept apart from a real bot's."""
    own = settings.images_dir.is_dir()
    return settings.model_copy(
        update={
            "images_dir": settings.images_dir if own else SAMPLES / "pictures",
            "data_dir": settings.data_dir / "sandbox",
        }
    )


async def _in_sandbox(settings: Settings, stack: AsyncExitStack) -> Settings:
    """Start the sandbox; settings for a bot in it, whose admin is Alice."""
    from bot.sandbox import Sandbox  # noqa: PLC0415  a real bot never loads it

    try:
        sandbox = await Sandbox.start(PAGE_PORT, samples=SAMPLES / "photos")
    except OSError:  # somebody else has that port
        sandbox = await Sandbox.start(samples=SAMPLES / "photos")
    stack.push_async_callback(sandbox.stop)
    for name in (inbox.FILE, schema.FILE):  # the last sandbox's, where messages had these ids
        inbox.clear(settings.data_dir, name)
    return settings.model_copy(
        update={
            "bot_token": SecretStr(sandbox.token),
            "bot_api_url": sandbox.url,
            "webhook_url": "",  # the sandbox delivers to this machine only
            "admin_ids": settings.admin_ids | {sandbox.alice.id},
        }
    )


def _index(engine: Engine, folder: Path) -> None:
    """Bring the collection up to date; the bot starts without pictures as well."""
    try:
        if drastic(gone := engine.gone([folder]), len(engine)):
            print(
                f"{len(gone)} pictures are gone from {folder}: perhaps a disk is missing. The bot "
                "starts without indexing it; an admin can send /reindex.",
                flush=True,
            )
            return
        with closing(engine.index([folder])) as steps:
            report = follow(steps)
        print(f"{report.pictures} pictures in the collection", flush=True)
    except (NoFolder, QueueAway) as error:
        print(f"{error} The bot starts without indexing it.", flush=True)


def _stopped() -> asyncio.Event:
    """Set by Ctrl-C and by the system's polite request to stop."""
    stop = asyncio.Event()
    for each in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(each, stop.set)
    return stop


def _words(error: Exception) -> str:
    """What a person can do about it."""
    match error:
        case InvalidToken():
            return "Telegram does not know this BOT_TOKEN. Copy it again from @BotFather."
        case TelegramError():
            return f"Telegram refuses to work with these settings: {error.message}"
        case sqlite3.Error():
            return f"What is in DATA_DIR cannot be used: {error}"
        case OSError():
            return f"{error.filename or 'The system'}: {error.strerror or error}"
    return str(error)


def _wrong(message: str) -> int:
    print(message, file=sys.stderr)
    return WRONG


if __name__ == "__main__":
    sys.exit(main())
