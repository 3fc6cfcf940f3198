"""A message -> the photo or clip it carries."""

import io
from dataclasses import dataclass, replace
from pathlib import PurePath
from typing import TYPE_CHECKING, Self

from telegram import (
    Animation,
    Bot,
    Document,
    ExternalReplyInfo,
    Message,
    Sticker,
    Video,
    VideoNote,
)
from telegram.error import BadRequest

from bot.network import insist
from search.errors import PhotoError
from search.gate import SUFFIXES

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer as Buffer

MOST = 20_000_000  # bytes of a file that Telegram gives to a bot


class NotAPhoto(PhotoError):
    """A message that shows nothing."""

    def __init__(self) -> None:
        super().__init__("I look at pictures only. Send a photo, an image as a file, or a sticker.")


class TooBig(PhotoError):
    """A file that Telegram does not give to bots."""

    def __init__(self, what: str = "image") -> None:
        super().__init__(f"This {what} is too big: Telegram gives me files up to 20 MB.")
        self.what = what


Carrier = Message | ExternalReplyInfo  # the second: what is quoted of another chat
Clip = Sticker | Animation | Video | VideoNote | Document


@dataclass(frozen=True)
class Incoming:
    """An image still at Telegram: a photo, an image file, a sticker; `name` is the file's.

    Not `still`: something that moves, or its preview, whose file id `preview` is. `unique` is
    Telegram's name for the file whoever sends it, with which it cannot be had; not of previews.
    """

    file_id: str
    size: int
    name: str | None = None
    still: bool = True
    preview: str | None = None
    unique: str = ""

    @classmethod
    def of(cls, carrier: Carrier | None) -> Self | None:
        """What a message shows, in its largest size; None: nothing to see.

        Of what moves the clip itself, or its preview where bots cannot have or read the clip.
        """
        if carrier is None:
            return None
        if carrier.photo:
            largest = max(carrier.photo, key=lambda size: size.width * size.height)
            return cls(largest.file_id, largest.file_size or 0, unique=largest.file_unique_id)
        sticker, file = carrier.sticker, carrier.document
        if sticker and not (sticker.is_animated or sticker.is_video):
            return cls(sticker.file_id, sticker.file_size or 0, unique=sticker.file_unique_id)
        if file and _is_image(file):
            size, unique = file.file_size or 0, file.file_unique_id
            return cls(file.file_id, size, file.file_name, unique=unique)
        clips = sticker, carrier.animation, carrier.video, carrier.video_note, _film(file)
        clip = next((each for each in clips if each), None)
        return cls._moving(clip) if clip else None

    @classmethod
    def _moving(cls, clip: Clip) -> Self | None:
        """A sticker that is drawn (TGS) is no clip: only its preview can be looked at."""
        preview = clip.thumbnail.file_id if clip.thumbnail else None
        drawn = isinstance(clip, Sticker) and not clip.is_video
        size, unique = clip.file_size or 0, clip.file_unique_id
        itself = cls(clip.file_id, size, still=False, preview=preview, unique=unique)
        return itself.shown if drawn or (preview and itself.size > MOST) else itself

    @property
    def shown(self) -> Self | None:
        """What stands for it: an image is itself, a clip its preview; None where it has none."""
        if self.still:
            return self
        return replace(self, file_id=self.preview, size=0, unique="") if self.preview else None

    @property
    def previewed(self) -> bool:
        """Whether it is the preview of something that moves."""
        return self.file_id == self.preview

    @classmethod
    def replied(cls, message: Message) -> Self | None:
        """What the message replied to shows, be it of another chat."""
        return cls.of(message.reply_to_message) or cls.of(message.external_reply)

    async def download(self, bot: Bot) -> bytes:
        """Its bytes. Raises TooBig."""
        kept, what = _Kept(), "image" if self.still else "clip"
        if self.size > MOST:
            raise TooBig(what)
        try:
            file = await insist(lambda: bot.get_file(self.file_id))
        except BadRequest as error:
            if "too big" in error.message:
                raise TooBig(what) from error
            raise
        await insist(lambda: file.download_to_memory(kept))
        return kept.data


class _Kept(io.BytesIO):
    """Keeps what PTB writes into it as it is: of 20 MB no copy is made."""

    data = b""

    def write(self, data: "Buffer") -> int:
        """All at once."""
        self.data = bytes(data)  # the same where it is bytes
        return len(self.data)


def _is_image(file: Document) -> bool:
    image = (file.mime_type or "").startswith("image/")
    return image or PurePath(file.file_name or "").suffix.lower() in SUFFIXES


def _film(file: Document | None) -> Document | None:
    """The preview of a text shows its first page: that is not meant."""
    return file if file and (file.mime_type or "").startswith("video/") else None
