"""What the bot and the workers of a fleet say to each other: data, checked before it is used."""

from typing import Literal, Self

import numpy as np
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from search.features import ROW, VERSION, Packed
from search.options import ENLARGE, MAX_BYTES, PICTURE_FEATURES, PICTURE_SIDE

JOBS, DONE = "kazami.jobs", "kazami.done"  # subjects: JOBS.RUN.NUMBER, DONE.RUN
_LONGEST_PATH = 4096  # characters
LONGEST_REASON = 300  # characters
MOST_BYTES = 2 * PICTURE_FEATURES * ROW.itemsize  # of the rows of one picture: Levels.features
_FARTHEST = 2 * 32 * PICTURE_SIDE  # of a row's position, in its 1/32 px
_TURN = 360  # degrees


class BadMessage(ValueError):
    """Nothing that one of us would say."""


class _Message(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, allow_inf_nan=False)

    @classmethod
    def parse(cls, data: bytes) -> Self:
        """What `model_dump_json` made. Raises BadMessage."""
        try:
            return cls.model_validate_json(data)
        except ValidationError as error:
            first = error.errors(include_input=False, include_url=False)[0]
            where = ".".join(str(each) for each in first["loc"])
            raise BadMessage(f"{where}: {first['msg']}") from None


class Errand(_Message):
    """A file to look at: `name` is its path in IMAGES_DIR; where it has none there, its bytes are
    in the bucket, under `key` of its run and number.

    `sha256` (hexadecimal) and `length` in bytes are those of the file as the bot saw it, `version`
    that of the features it wants.
    """

    name: str | None = Field(max_length=_LONGEST_PATH)
    sha256: str = Field(pattern="^[0-9a-f]{64}$")
    length: int = Field(ge=0, le=MAX_BYTES)
    version: str = Field(VERSION, max_length=LONGEST_REASON)


class Outcome(_Message):
    """What became of the errand `number`: the file's features are `found`; it was `refused`, as no
    image is in it, or could not be read (`unread`); it was `dropped`, having ended workers; or the
    worker is of an`other` version. `why` is a sentence for people.

    `width`, `height` and `scale` belong to the features, whose rows follow, or are in the bucket
    where they are kept `apart`.
    """

    number: int = Field(ge=0)
    sha256: str = Field(pattern="^[0-9a-f]{64}$")
    how: Literal["found", "refused", "unread", "dropped", "other"]
    version: str = Field(VERSION, max_length=LONGEST_REASON)
    why: str = Field("", max_length=LONGEST_REASON)
    width: int = Field(0, ge=0, le=PICTURE_SIDE)
    height: int = Field(0, ge=0, le=PICTURE_SIDE)
    scale: float = Field(0.0, ge=0, le=2 * ENLARGE)
    apart: bool = False

    def packed(self, rows: bytes) -> Packed:
        """The features. Raises BadMessage where no picture has such."""
        if not (self.width and self.height and self.scale) or len(rows) % ROW.itemsize:
            raise BadMessage("half a row, or an image without a size")
        table = np.frombuffer(rows, ROW)
        sizes, angles = table["size"], table["angle"]
        if len(rows) > MOST_BYTES or np.any(table["xy"] > _FARTHEST):
            raise BadMessage("more features than are asked for, or far outside the image")
        if not np.all((sizes > 0) & (sizes < np.inf) & (angles >= 0) & (angles <= _TURN)):
            raise BadMessage("a size or an angle that no keypoint has")
        return Packed(rows, self.width, self.height, self.scale)


def key(run: str, number: int) -> str:
    """Of the bytes of a file in the bucket."""
    return f"{run}.{number}"


def rows_key(run: str, number: int) -> str:
    """Likewise of features that are larger than a message may be."""
    return f"{run}.{number}.rows"


def wrap(outcome: Outcome, rows: bytes = b"") -> bytes:
    """One message of both."""
    return outcome.model_dump_json().encode() + b"\n" + rows


def unwrap(data: bytes) -> tuple[Outcome, bytes]:
    """The reverse. Raises BadMessage."""
    head, _, rows = data.partition(b"\n")
    outcome = Outcome.parse(head)
    if not outcome.why.isprintable():
        raise BadMessage("why: characters that cannot be shown")
    return outcome, rows
