"""A message -> the photo it carries."""

from dataclasses import dataclass
from pathlib import PurePath

from telegram import Bot, Message

from bot.network import insist
from search.gate import SUFFIXES

MOST = 20_000_000  # bytes of a file that Telegram gives to a bot


@dataclass(frozen=True)
class Incoming:
    """A photo, or an image sent as a file, still at Telegram; `name` is the file's."""

    file_id: str
    size: int
    name: str | None = None

    @classmethod
    def of(cls, message: Message | None) -> "Incoming | None":
        """The photo of a message in its largest size, or its image file."""
        if message is None:
            return None
        if message.photo:
            largest = max(message.photo, key=lambda size: size.width * size.height)
            return cls(largest.file_id, largest.file_size or 0)
        file = message.document
        if file is None:
            return None
        image = (file.mime_type or "").startswith("image/")
        if image or PurePath(file.file_name or "").suffix.lower() in SUFFIXES:
            return cls(file.file_id, file.file_size or 0, file.file_name)
        return None

    async def download(self, bot: Bot) -> bytes:
        """Its bytes."""
        file = await insist(lambda: bot.get_file(self.file_id))
        return bytes(await insist(file.download_as_bytearray))
