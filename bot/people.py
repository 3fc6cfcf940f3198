"""Who may do what."""

from dataclasses import dataclass

from telegram import Message

from bot.catalog import Catalog
from bot.settings import Settings


@dataclass(frozen=True)
class People:
    """Admins, and who may look photos up."""

    settings: Settings
    catalog: Catalog

    def is_admin(self, someone: int) -> bool:
        """Whether this is one of ADMIN_IDS."""
        return someone in self.settings.admin_ids

    def commands(self, message: Message) -> bool:
        """Whether an admin wrote this: in their own name, themselves, just now.

        Not through a channel, as an anonymous admin, by forwarding, by a bot's help.
        """
        by_proxy = message.sender_chat or message.forward_origin or message.via_bot
        author = message.from_user
        return author is not None and not by_proxy and self.is_admin(author.id)

    async def may_ask(self, message: Message) -> bool:
        """Whether the person or the chat may look photos up."""
        author = message.from_user
        asking = [message.chat.id, *([author.id] if author else [])]
        if self.settings.access == "open" or any(map(self.is_admin, asking)):
            return True
        said = [await self.catalog.access(someone) for someone in asking]
        if False in said:
            return False
        return True in said or any(someone in self.settings.allowed_ids for someone in asking)
