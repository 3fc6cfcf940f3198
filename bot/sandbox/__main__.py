"""``python -m bot.sandbox``: the sandbox alone; start the bot beside it."""

import argparse
import asyncio
import contextlib
from pathlib import Path

from .sandbox import Sandbox

PORT = 8081


def main() -> None:
    """Run until Ctrl+C."""
    parser = argparse.ArgumentParser(prog="python -m bot.sandbox", description=__doc__)
    parser.add_argument("--port", type=int, default=PORT, help="0 takes any free one")
    parser.add_argument("--samples", type=Path, help="a folder of images to try")
    parser.add_argument("--no-privacy", action="store_true", help="the bot sees all group messages")
    parser.add_argument("--token", help="the bot's token (default: a new one)")
    with contextlib.suppress(KeyboardInterrupt):
        asyncio.run(run(parser.parse_args()))


async def run(arguments: argparse.Namespace) -> None:
    """Start, say where, and wait."""
    sandbox = await Sandbox.start(
        arguments.port,
        samples=arguments.samples,
        privacy=not arguments.no_privacy,
        token=arguments.token,
    )
    print(f"Chat page     {sandbox.url}")  # noqa: T201 - this is what the command is for
    print(f"BOT_TOKEN     {sandbox.token}")  # noqa: T201
    print(f"BOT_API_URL   {sandbox.url}", flush=True)  # noqa: T201
    print(f"Bot's admin   {sandbox.alice.id} (Alice)", flush=True)  # noqa: T201
    try:
        await asyncio.Event().wait()
    finally:
        await sandbox.stop()


if __name__ == "__main__":
    main()
