"""What a chat may choose by buttons, each with its choices; the first is the default. Pure."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Preference:
    """`name` is kept in the catalog; its texts are `set-NAME` and `set-NAME-CHOICE`."""

    name: str
    choices: tuple[str, ...]

    @property
    def default(self) -> str:
        """Where nothing was chosen."""
        return self.choices[0]


ANSWERS = Preference("answers", ("asked", "never"))  # in a group: /find and the bot's name
WATCH = Preference("watch", ("off", "on"))  # of new photos, for reposts
REMARK = Preference("remark", ("line", "reaction"))  # how loudly a repost is remarked on
SURE = Preference("sure", ("same", "maybe"))  # which verdicts are worth an answer
DAYS = Preference("days", ("30", "7", "90", "365"))  # that sightings are kept
