"""python -m bot: the bot where there is a token, the sandbox where there is none."""

import argparse
import asyncio
import signal
import sys
from contextlib import AsyncExitStack, closing
from pathlib import Path

from pydantic import SecretStr
from telegram.error import InvalidToken

from bot import logs
from bot.app import serve
from bot.settings import Settings, WrongSettingsError, load
from search.console import follow
from search.engine import Engine
from search.errors import KazamiError, NoFolder

WRONG = 2  # exit code
SAMPLES = Path(__file__).parents[1] / "samples"
PAGE_PORT = 8081


def main() -> int:
    """Start; returns the exit code."""
    parser = argparse.ArgumentParser(prog="python -m bot", description=__doc__)
    parser.add_argument("--index", action="store_true", help="index IMAGES_DIR first")
    index = parser.parse_args().index
    try:
        settings = load()
        if not settings.token:
            settings, index = _sandboxed(settings), True
        with Engine.open(settings.data_dir, create=True) as engine:
            if index:
                _index(engine, settings.images_dir)
            asyncio.run(_serve(settings, engine))
    except (WrongSettingsError, KazamiError) as error:
        return _wrong(str(error))
    except InvalidToken:
        return _wrong("Telegram does not know this BOT_TOKEN. Copy it again from @BotFather.")
    except OSError as error:
        return _wrong(f"{error.filename or 'The system'}: {error.strerror or error}")
    except KeyboardInterrupt:
        return _wrong("Stopped. What is done is kept.")
    return 0


async def _serve(settings: Settings, engine: Engine) -> None:
    """The bot until it is told to stop, in a sandbox where there is no token."""
    async with AsyncExitStack() as stack:
        if not settings.token:
            settings = await _in_sandbox(settings, stack)
            print(f"No BOT_TOKEN: try the bot here, {settings.bot_api_url}", flush=True)
        logs.begin(settings.log_level, settings.token)
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
    return settings.model_copy(
        update={
            "bot_token": SecretStr(sandbox.token),
            "bot_api_url": sandbox.url,
            "admin_ids": settings.admin_ids | {sandbox.alice.id},
        }
    )


def _index(engine: Engine, folder: Path) -> None:
    """Bring the collection up to date; the bot starts without pictures as well."""
    try:
        with closing(engine.index([folder])) as steps:
            report = follow(steps)
        print(f"{report.pictures} pictures in the collection", flush=True)
    except NoFolder as error:
        print(f"{error} The bot starts without indexing it.", flush=True)


def _stopped() -> asyncio.Event:
    """Set by Ctrl-C and by the system's polite request to stop."""
    stop = asyncio.Event()
    for each in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(each, stop.set)
    return stop


def _wrong(message: str) -> int:
    print(message, file=sys.stderr)
    return WRONG


if __name__ == "__main__":
    sys.exit(main())
