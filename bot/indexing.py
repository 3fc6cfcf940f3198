"""The collection follows its folder: told beforehand, asked about, done and watched."""

import asyncio
import logging
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass

from telegram import InlineKeyboardButton, InlineKeyboardMarkup
from telegram.error import TelegramError

from bot import gauge, notices, replies
from bot.album import Album
from bot.ask import Ask
from bot.buttons import Press
from bot.settings import Settings
from bot.tongue import Tongue
from bot.worker import Job, Step
from search import difference
from search.errors import KazamiError
from search.reindex import Progress, Report
from search.survey import drastic

_log = logging.getLogger(__name__)
_EDIT_SECONDS = 2  # between edits of one message; Telegram slows down who is faster


@dataclass(frozen=True)
class Indexing:
    """/reindex and its buttons."""

    settings: Settings
    album: Album

    async def reindex(self, ask: Ask, text: str) -> None:
        """/reindex: bring the collection in line with IMAGES_DIR while lookups go on.

        It is asked first where many pictures would go: perhaps a disk is missing.
        """
        if text.lower() == "check":
            await self._check(ask)
            return
        if text:
            await ask.say(ask.t("reindex-what"))
            return
        begun = ask.letter.placeholder is not None  # before a crash
        gone = [] if begun or self.album.worker.job else await self._gone()
        if drastic(gone, len(self.album.engine)):
            said = notices.drastic(ask.t, gone, len(self.album.engine))
            await ask.say(said, await self._button(ask, "start"))
        else:
            await self._run(ask)

    async def start(self, press: Press) -> None:
        """The button below what would be done."""
        await self._run(Ask(press.message, press.letter, press.t))

    async def cancel(self, press: Press) -> None:
        """The button below a running reindex."""
        if job := self.album.worker.job:
            job.cancel()
            with suppress(TelegramError):  # the outcome says more
                await press.message.edit_text(press.t("cancelling"))
        await self.album.catalog.drop_button(press.name)

    async def _gone(self) -> list[str]:
        engine, folder = self.album.engine, self.settings.images_dir
        return await self.album.worker.run(engine.gone, [folder])

    async def _run(self, ask: Ask) -> None:
        worker, engine = self.album.worker, self.album.engine
        if worker.job:
            await ask.say(ask.t("reindex-running"))
            return
        job = worker.job = Job(engine.index([self.settings.images_dir]), Progress(0, 0, Report()))
        ask.letter.step_aside()
        try:
            await ask.letter.begin()
            cancel = await self._button(ask, "cancel")
            running = await watch(job, ask, lambda: gauge.indexing(ask.t, job.progress), cancel)
            await ask.answer(_outcome(ask.t, job, running))
        finally:
            worker.job = None

    async def _check(self, ask: Ask) -> None:
        """/reindex check: what would be done, without doing it."""
        first = difference.Progress(0, 0)
        job = Job(self.album.engine.difference([self.settings.images_dir]), first)
        ask.letter.step_aside()
        running = await watch(job, ask, lambda: _compared(ask.t, job.progress))
        try:
            found = running.result().report
        except KazamiError as error:
            await ask.answer(replies.trouble(ask.t, error))
            return
        key = await self._button(ask, "start") if notices.differs(found) else None
        await ask.answer(notices.difference(ask.t, found), key)

    async def _button(self, ask: Ask, action: str) -> InlineKeyboardMarkup:
        name = await self.album.catalog.make_button(action, ask.owner)
        key = InlineKeyboardButton(ask.t(f"button-{action}"), callback_data=name)
        return InlineKeyboardMarkup.from_button(key)


async def watch(
    job: Job[Step],
    ask: Ask,
    say: Callable[[], str],
    cancel: InlineKeyboardMarkup | None = None,
) -> asyncio.Task[Step]:
    """One message, edited as a job advances; the job when it is over."""
    await ask.show(say(), cancel)
    running = asyncio.create_task(job.run())
    try:
        while not (await asyncio.wait([running], timeout=_EDIT_SECONDS))[0]:
            if not job.cancelled:
                with suppress(TelegramError):  # the next edit says more
                    await ask.answer(say(), cancel)
    except BaseException:
        job.cancel()  # nobody waits for it any more
        raise
    return running


def _compared(t: Tongue, progress: difference.Progress) -> str:
    return notices.progress(t, "comparing", progress.done, progress.total)


def _outcome(t: Tongue, job: Job[Progress], running: asyncio.Task[Progress]) -> str:
    """What to say of a reindex that is over (HTML)."""
    try:
        return gauge.indexed(t, running.result().report, cancelled=job.cancelled)
    except KazamiError as error:
        return replies.trouble(t, error)
    except Exception:  # noqa: BLE001  whatever it was, the admin is told
        _log.exception("A reindex failed")
        return t("reindex-failed")
