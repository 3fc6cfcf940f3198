"""/editor: who may add, rename and remove pictures beside the admins."""

from dataclasses import dataclass

from bot import notices
from bot.ask import Ask
from bot.people import People, whom

_WORDS = {"on": True, "off": False}


@dataclass(frozen=True)
class Roles:
    """Owners are in ADMIN_IDS, editors in the catalog; everybody else reads."""

    people: People

    async def editor(self, ask: Ask, text: str) -> None:
        """/editor in reply to somebody, or with an id; `on` or `off`, or the other way round."""
        words = text.split()
        wanted = _WORDS.get(words[-1].lower()) if words else None
        someone = whom(ask.message, " ".join(words if wanted is None else words[:-1]))
        if someone is None or someone <= 0:
            await ask.say(ask.t("editor-whom"))
            return
        catalog, letter = self.people.catalog, ask.letter
        if letter.plan is None:  # else it would be turned round twice, with a crash between
            edits = not await catalog.is_editor(someone) if wanted is None else wanted
            await letter.keep_plan("on" if edits else "off")
        edits = letter.plan == "on"
        await catalog.set_editor(someone, edits=edits)
        await ask.say(notices.editor(ask.t, someone, edits=edits))
