"""The state of the sandbox: who there is, what was said, what waits for the bot."""

import itertools
import re
import secrets
import time
from collections import deque

from .commands import Commands
from .events import Events
from .files import Files
from .guests import Guests
from .privacy import is_meant_for, mentions
from .records import Answer, Chat, Json, Message, Query, RefusedError
from .updates import Updates
from .webhook import Webhook

MESSAGES = 20_000  # the newest, of all chats together: a thousand photos with their answers fit
TOPIC = ("message_thread_id", "is_topic_message")  # the fields of what is in a forum's topic
QUERY_SECONDS = 15  # how long a pressed button waits for its answer
GROUP_ID = -1001000000001
ELSEWHERE_ID = GROUP_ID - 1  # a group that the bot is not in
PEOPLE = {1001: "Alice", 1002: "Bob", 1003: "Carol"}


class World:
    """Everything that Telegram would remember of one bot. No I/O happens here."""

    def __init__(self, username: str, name: str, *, privacy: bool) -> None:
        """Create the bot, three people, their private chats, a group, and one without the bot."""
        self.me = _bot(username, name, privacy=privacy)  # what getMe says
        self.bot = {key: self.me[key] for key in ("id", "is_bot", "first_name", "username")}
        self.users = {number: _person(number, name) for number, name in PEOPLE.items()}
        self.chats = {user["id"]: _private_chat(user, self.bot) for user in self.users.values()}
        title = f"{name} and friends"
        self.chats[GROUP_ID] = _group(GROUP_ID, title, {self.bot["id"]: "member"})
        self.chats[ELSEWHERE_ID] = _group(ELSEWHERE_ID, "Elsewhere", {})
        self.files = Files()
        self.updates = Updates()
        self.webhook = Webhook(self.updates)
        self.commands = Commands()
        self.events = Events()
        self.guests = Guests()
        self.queries: dict[str, Query] = {}
        self.answers: deque[Answer] = deque(maxlen=1000)  # to pressed buttons, newest last
        self.profile: dict[tuple[str, str], str] = {}  # (name or description, language)
        self.menu_buttons: dict[int, Json] = {}
        self._order: deque[Message] = deque()  # oldest first
        self._ids = itertools.count(1)

    @property
    def group(self) -> Chat:
        """The group that all are in."""
        return self.chats[GROUP_ID]

    def add_person(self, name: str) -> int:
        """Somebody new, with a private chat; their number."""
        number = max(self.users) + 1
        self.users[number] = _person(number, name)
        self.chats[number] = _private_chat(self.users[number], self.bot)
        return number

    def say(self, chat: Chat, sender: Json, content: Json, reply_to: Message | None) -> Message:
        """Put a new message into a chat; what a person says may reach the bot."""
        chat.last_id += 1
        head = {"message_id": chat.last_id, "from": sender, "chat": chat.json}
        head["date"] = int(time.time())
        if reply_to:
            told = {k: v for k, v in reply_to.json.items() if k != "reply_to_message"}
            head |= {"reply_to_message": told, **topic_of(reply_to.json)}
        message = Message({**head, **content})
        self._keep(chat, message)
        if sender["id"] != self.bot["id"]:
            chat.started = chat.started or chat.is_private
            self._tell_bot(chat, "message", message, reply_to)
        self.show(message)
        return message

    def change(self, message: Message, content: Json) -> None:
        """Edit a message: its old content gives way, what it replies to stays."""
        head = ("message_id", "from", "chat", "date", "reply_to_message", "media_group_id", *TOPIC)
        message.edits.append(message.text)
        kept = {key: message.json[key] for key in head if key in message.json}
        message.json = {**kept, "edit_date": int(time.time()), **content}
        if message.sender_id != self.bot["id"]:
            chat = self.chats[message.chat_id]
            replied = message.json.get("reply_to_message", {}).get("message_id")
            self._tell_bot(chat, "edited_message", message, chat.messages.get(replied))
        self.show(message)

    def remove(self, message: Message) -> None:
        """Delete a message."""
        self.chats[message.chat_id].messages.pop(message.id, None)
        self.events.tell("deleted", {"chat_id": message.chat_id, "message_id": message.id})

    def show(self, message: Message) -> None:
        """Tell the listeners how a message is now."""
        self.events.tell("message", describe(message))

    def press(self, message: Message, user: Json, data: str) -> str:
        """A person presses a button with callback data; return the id of the query."""
        query = Query(str(secrets.randbits(62)), user["id"], time.monotonic())
        self.queries[query.id] = query
        for old in [old for old in self.queries.values() if _is_old(old)]:
            del self.queries[old.id]
        content = {"id": query.id, "from": user, "message": message.json, "data": data}
        self.updates.add("callback_query", {**content, "chat_instance": str(message.chat_id)})
        return query.id

    def take_query(self, query_id: str) -> Query:
        """The query that is answered now; each can be answered once, and soon."""
        query = self.queries.pop(query_id, None)
        if query is None or _is_old(query):
            raise RefusedError(
                "query is too old and response timeout expired or query ID is invalid"
            )
        return query

    def answer(self, answer: Answer) -> None:
        """The bot answers a pressed button."""
        self.answers.append(answer)
        self.events.tell("answer", {})

    def set_member(self, chat: Chat, user: Json, by: Json, status: str) -> None:
        """Change what a user is in a chat; a bot learns of its own change."""
        old = {"user": user, "status": chat.members.get(user["id"], "left")}
        chat.members[user["id"]] = status
        kind = "my_chat_member" if user["id"] == self.bot["id"] else "chat_member"
        change: Json = {"chat": chat.json, "from": by, "date": int(time.time())}
        change |= {"old_chat_member": member(old), "new_chat_member": self.member(chat, user)}
        self.updates.add(kind, change)

    def member(self, chat: Chat, user: Json) -> Json:
        """The ChatMember of the Bot API."""
        return member({"user": user, "status": chat.members.get(user["id"], "left")})

    def user(self, user_id: int) -> Json | None:
        """A person or the bot, by number."""
        return self.bot if user_id == self.bot["id"] else self.users.get(user_id)

    def album_id(self) -> str:
        """A new media_group_id."""
        return f"138{next(self._ids):014}"

    def _keep(self, chat: Chat, message: Message) -> None:
        chat.messages[message.id] = message
        self._order.append(message)
        if len(self._order) > MESSAGES:
            old = self._order.popleft()
            self.chats[old.chat_id].messages.pop(old.id, None)

    def _tell_bot(self, chat: Chat, kind: str, message: Message, replied: Message | None) -> None:
        status = chat.members.get(self.bot["id"], "left")
        if status in ("left", "kicked"):
            self._call_guest(status, kind, message)
            return
        sees_all = self.me["can_read_all_group_messages"] or status == "administrator"
        if chat.is_private or sees_all or is_meant_for(self.bot, message.json, replied):
            message.meant_for_bot = self.updates.add(kind, message.json)

    def _call_guest(self, status: str, kind: str, message: Message) -> None:
        """Where the bot may be a guest, its name in a new message calls it."""
        allowed = self.me["supports_guest_queries"] and status == "left" and kind == "message"
        if allowed and "forward_origin" not in message.json and mentions(self.bot, message.json):
            self.updates.add("guest_message", self.guests.call(message))


def describe(message: Message) -> Json:
    """What the page is told of a message."""
    about = {"chat_id": message.chat_id, "reactions": message.reactions, "edits": message.edits}
    return {"message": message.json, **about}


def topic_of(message: Json) -> Json:
    """The fields by which a message is in its topic; nothing where it is in none."""
    return {name: message[name] for name in TOPIC if name in message}


def member(entry: Json) -> Json:
    """A ChatMember with the fields that its status asks for."""
    if entry["status"] == "creator":
        return {**entry, "is_anonymous": False}
    if entry["status"] == "kicked":
        return {**entry, "until_date": 0}
    if entry["status"] == "administrator":
        yes = ("can_manage_chat", "can_delete_messages", "can_invite_users")
        no = "be_edited manage_video_chats restrict_members promote_members change_info "
        no += "post_stories edit_stories delete_stories pin_messages manage_topics "
        no += "send_welcome_messages"
        rights = dict.fromkeys(yes, True) | dict.fromkeys([f"can_{x}" for x in no.split()], False)
        return {**entry, **rights, "is_anonymous": False}
    return entry


def _is_old(query: Query) -> bool:
    return time.monotonic() - query.pressed_at > QUERY_SECONDS


def _bot(username: str, name: str, *, privacy: bool) -> Json:
    return {
        "id": 4242,
        "is_bot": True,
        "first_name": name,
        "username": username,
        "can_join_groups": True,
        "can_read_all_group_messages": not privacy,
        "supports_inline_queries": False,
        "supports_guest_queries": True,
    }


def _person(user_id: int, name: str) -> Json:
    known = {"id": user_id, "is_bot": False, "first_name": name, "last_name": "Sandbox"}
    username = re.sub(r"\W", "_", name.lower()) + "_sandbox"
    return {**known, "username": username, "language_code": "en"}


def _private_chat(user: Json, bot: Json) -> Chat:
    shown = {key: user[key] for key in ("id", "first_name", "last_name", "username")}
    members = {user["id"]: "member", bot["id"]: "member"}
    return Chat({**shown, "type": "private"}, members)


def _group(number: int, title: str, bot: dict[int, str]) -> Chat:
    """A supergroup of all, and perhaps of the bot."""
    members = {one: "creator" if one == min(PEOPLE) else "member" for one in PEOPLE}
    return Chat({"id": number, "type": "supergroup", "title": title}, {**members, **bot})
