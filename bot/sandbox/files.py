"""The files that the sandbox holds, by the ids that Telegram gives them."""

import mimetypes
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any

from .images import Size, dimensions, thumbnail
from .records import Json, RefusedError, Upload

DOWNLOAD_BYTES = 20 * 1024 * 1024  # the most that getFile gives
KEPT_BYTES = 1024 * 1024 * 1024  # the newest files; older ones are forgotten
VAGUE = ("", "application/unknown", "application/octet-stream")  # says nothing of the file
PREFIXES = {  # a real file_id begins with its kind
    "Photo": "AgACAgIAAxkBAA",
    "Document": "BQACAgIAAxkBAA",
    "Animation": "CgACAgIAAxkBAA",
    "Video": "BAACAgIAAxkBAA",
    "Sticker": "CAACAgIAAxkBAA",
    "Thumbnail": "AAMCAgADGQEAA",
}


@dataclass(frozen=True)
class StoredFile:
    """One file; ``content`` is what a message that carries it says, such as its PhotoSizes."""

    id: str
    unique_id: str
    kind: str
    path: str
    data: bytes
    mime_type: str
    filename: str
    content: list[Json] | Json


class Files:
    """All files of one bot: nobody else's ids open them."""

    def __init__(self) -> None:
        """Start empty."""
        self._files: dict[str, StoredFile] = {}  # oldest first
        self._by_path: dict[str, str] = {}
        self._bytes = 0
        self._made = 0

    def find(self, file_id: str) -> StoredFile | None:
        """The file of that id, if it is (still) here."""
        return self._files.get(file_id)

    def at(self, path: str) -> StoredFile | None:
        """The file that getFile gave this path."""
        return self._files.get(self._by_path.get(path, ""))

    def reuse(self, file_id: str, kind: str) -> Any:
        """What to send for a file that Telegram has already, or a refusal."""
        if file_id.startswith(("http://", "https://")):
            raise RefusedError("failed to get HTTP URL content")  # the sandbox fetches nothing
        file = self.find(file_id)
        if file is None:
            raise RefusedError("wrong file identifier/HTTP URL specified")
        if file.kind != kind:
            raise RefusedError(f"can't use file of type {file.kind} as {kind}")
        return file.content

    def add_photo(self, sizes: Sequence[Size]) -> list[Json]:
        """Keep the sizes of a photo; return the PhotoSize list."""
        content: list[Json] = []
        for size in sizes:
            content.append(self._add_size("Photo", size, content))
        return content

    def add_document(self, upload: Upload) -> Json:
        """Keep a file as it is; return the Document."""
        content: Json = {"file_name": upload.filename, "mime_type": _mime_type(upload)}
        self._add_thumbnail(upload, content)
        return self._add("Document", upload, content)

    def add_film(self, kind: str, upload: Upload, given: Json) -> Json:
        """Keep an animation or a video; return it with the size that was given or found."""
        width, height = dimensions(upload.data) or (320, 240)
        content: Json = {
            "width": given.get("width", width),
            "height": given.get("height", height),
            "duration": given.get("duration", 1),
            "file_name": upload.filename,
            "mime_type": _mime_type(upload),
        }
        return self._add(kind, upload, content)

    def add_sticker(self, upload: Upload, emoji: str) -> Json:
        """Keep a sticker; return it."""
        width, height = dimensions(upload.data) or (512, 512)
        content: Json = {"type": "regular", "width": width, "height": height}
        content |= {"is_animated": False, "is_video": False}
        content |= {"emoji": emoji} if emoji else {}
        self._add_thumbnail(upload, content)
        return self._add("Sticker", upload, content)

    def _add_thumbnail(self, upload: Upload, content: Json) -> None:
        if size := thumbnail(upload.data):
            content["thumbnail"] = self._add_size("Thumbnail", size, {})

    def _add_size(self, kind: str, size: Size, content: list[Json] | Json) -> Json:
        upload = Upload("photo.jpg", size.data, "image/jpeg")
        entry = {"width": size.width, "height": size.height}
        return self._add(kind, upload, entry, content)

    def _add(
        self, kind: str, upload: Upload, entry: Json, content: list[Json] | Json | None = None
    ) -> Json:
        file_id = PREFIXES[kind] + secrets.token_urlsafe(36)
        entry["file_id"] = file_id
        entry["file_unique_id"] = "AQAD" + secrets.token_urlsafe(9)
        entry["file_size"] = len(upload.data)
        self._keep(
            StoredFile(
                id=file_id,
                unique_id=entry["file_unique_id"],
                kind=kind,
                path=self._new_path(kind, upload.filename),
                data=upload.data,
                mime_type=_mime_type(upload),
                filename=upload.filename,
                content=entry if content is None else content,
            )
        )
        return entry

    def _new_path(self, kind: str, filename: str) -> str:
        suffix = PurePath(filename).suffix
        suffix = suffix if suffix[1:].isalnum() and suffix.isascii() else ""
        self._made += 1
        return f"{kind.lower()}s/file_{self._made}{suffix}"

    def _keep(self, file: StoredFile) -> None:
        self._files[file.id] = file
        self._by_path[file.path] = file.id
        self._bytes += len(file.data)
        while self._bytes > KEPT_BYTES:
            oldest = self._files.pop(next(iter(self._files)))
            del self._by_path[oldest.path]
            self._bytes -= len(oldest.data)


def _mime_type(upload: Upload) -> str:
    guessed = mimetypes.guess_type(upload.filename)[0]
    return (guessed if upload.mime_type in VAGUE else upload.mime_type) or VAGUE[-1]
