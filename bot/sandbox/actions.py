"""What people do on the chat page: send, press, edit, and let calls of the bot go wrong."""

import asyncio
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path

from pydantic import ValidationError
from tornado.web import HTTPError

from .faults import Faults, Switches
from .guard import Action
from .person import Person
from .records import Chat, Message
from .samples import sample_named
from .world import World

PRESS_SECONDS = 15.0  # as long as Telegram's apps wait for the bot
People = Mapping[str, Person]


class Shared(Action):
    """What the side routes have in common."""

    def initialize(self, world: World, people: People, samples: Path | None) -> None:
        """Keep what is shared."""
        self.world, self.people, self.samples = world, people, samples

    def person(self, name: str) -> Person:
        """The person of that name."""
        if name not in self.people:
            raise HTTPError(404)
        return self.people[name]

    def chat(self, chat_id: object) -> Chat:
        """The chat of that number."""
        found = self.world.chats.get(_number(chat_id))
        if found is None:
            raise HTTPError(404)
        return found

    def message(self, chat: Chat, message_id: object) -> Message:
        """The message of that number."""
        found = chat.messages.get(_number(message_id))
        if found is None:
            raise HTTPError(404)
        return found


class Send(Shared):
    """A person sends something."""

    async def post(self, name: str) -> None:
        """Send a text, photos, files or a sample; say why when the app would not."""
        person, chat = self.person(name), self.chat(self.get_body_argument("chat_id"))
        if chat.is_private and chat.id != person.id:
            raise HTTPError(403)
        reply_id = self.get_body_argument("reply_to", "")
        reply_to = self.message(chat, reply_id) if reply_id else None
        try:
            await self.send(person, chat, reply_to)
        except ValueError as error:
            self.reply({"error": str(error)}, 400)
        else:
            self.reply({})

    async def send(self, person: Person, chat: Chat, reply_to: Message | None) -> None:
        """Send what the form holds: an album, some files, a photo, or a text."""
        text = self.get_body_argument("text", "", strip=False)
        files = [
            (f["filename"], f["body"], f["content_type"])
            for f in self.request.files.get("file", [])
        ]
        sample = self.get_body_argument("sample", "")
        if sample:
            path = sample_named(self.samples, sample)
            files.append((path.name, await asyncio.to_thread(path.read_bytes), ""))
        if not files:
            await person.send_text(text, chat, reply_to)
        elif self.get_body_argument("as_file", "") == "true":
            for number, (filename, data, mime_type) in enumerate(files):
                caption = text if number == 0 else None
                await person.send_file(data, filename, mime_type, chat, caption, reply_to)
        elif len(files) == 1:
            await person.send_photo(files[0][1], chat, text, reply_to)
        else:
            await person.send_album([data for _, data, _ in files], chat, text)


class Press(Shared):
    """A person presses a button."""

    async def post(self, name: str) -> None:
        """Press it and give the bot's answer, or null when none came in time."""
        body = self.body()
        person, chat = self.person(name), self.chat(body.get("chat_id"))
        message = self.message(chat, body.get("message_id"))
        try:
            answer = await person.press(message, str(body.get("data")), PRESS_SECONDS)
        except ValueError as error:
            self.reply({"error": str(error)}, 400)
        else:
            self.reply({"answer": asdict(answer) if answer else None})


class Edit(Shared):
    """A person edits a message."""

    async def post(self, name: str) -> None:
        """Give it another text or caption."""
        body = self.body()
        person, chat = self.person(name), self.chat(body.get("chat_id"))
        message = self.message(chat, body.get("message_id"))
        try:
            await person.edit_text(message, str(body.get("text", "")))
        except ValueError as error:
            self.reply({"error": str(error)}, 400)
        else:
            self.reply({})


class Trouble(Action):
    """What goes wrong on purpose."""

    def initialize(self, faults: Faults) -> None:
        """Keep them."""
        self.faults = faults

    def get(self) -> None:
        """Tell what may go wrong now, and what did so far."""
        self.reply(self.faults.state)

    def post(self) -> None:
        """Let what the body says go wrong, and nothing else."""
        try:
            self.faults.switch(Switches.model_validate(self.body()))
        except ValidationError as error:
            wrong = [f"{'.'.join(map(str, e['loc']))}: {e['msg']}" for e in error.errors()]
            self.reply({"error": "; ".join(wrong)}, 400)
        else:
            self.reply(self.faults.state)


def _number(value: object) -> int:
    try:
        return int(str(value))
    except ValueError:
        raise HTTPError(400) from None
