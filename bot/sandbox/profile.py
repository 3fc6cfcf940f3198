"""The methods about the bot itself: its name, its menu, and how it gets updates."""

from .call import Call
from .commands import check_commands, check_scope
from .records import Json, RefusedError
from .updates import WEBHOOK_ACTIVE

POLL = 50  # seconds, the longest that getUpdates waits
LIMIT = 100  # updates at once
LENGTHS = {"name": 64, "description": 512, "short_description": 120}  # characters


async def get_me(call: Call) -> Json:
    """Who the bot is."""
    return call.world.me


async def accept(_call: Call) -> bool:
    """Nothing happens here, as far as the bot can see."""
    return True


async def get_updates(call: Call) -> list[Json]:
    """The updates that wait, or the next one."""
    if call.world.webhook.url:
        raise RefusedError(WEBHOOK_ACTIVE, 409)
    _allow(call)
    limit = min(max(call.get("limit", LIMIT), 1), LIMIT)
    timeout = min(max(call.get("timeout", 0), 0), POLL)
    return await call.world.updates.poll(call.get("offset", 0), limit, timeout)


async def set_webhook(call: Call) -> bool:
    """Have updates posted to an address."""
    webhook = call.world.webhook
    webhook.start(call.get("url", ""), call.get("secret_token", ""))
    call.world.updates.interrupt("Conflict: terminated by setWebhook request")
    webhook.max_connections = call.get("max_connections", 40)
    webhook.has_certificate = "certificate" in call.params
    _allow(call)
    return await _drop(call)


async def delete_webhook(call: Call) -> bool:
    """Have updates wait for getUpdates again."""
    call.world.webhook.stop()
    return await _drop(call)


async def get_webhook_info(call: Call) -> Json:
    """Where updates are posted, and how it went."""
    return call.world.webhook.info


async def set_my_commands(call: Call) -> bool:
    """Set one of the command menus."""
    return _put_commands(call, check_commands(call.params["commands"]))


async def delete_my_commands(call: Call) -> bool:
    """Remove one of the command menus."""
    return _put_commands(call, [])


async def get_my_commands(call: Call) -> list[Json]:
    """One of the command menus."""
    scope, _ = check_scope(call.get("scope"))
    return call.world.commands.get(scope, call.get("language_code", ""))


async def set_my_name(call: Call) -> bool:
    """Set the name that people of one language see."""
    return _put(call, "name")


async def get_my_name(call: Call) -> Json:
    """Give the name that people of one language see."""
    return {"name": _text(call, "name") or call.world.bot["first_name"]}


async def set_my_description(call: Call) -> bool:
    """Set what is shown before a chat begins."""
    return _put(call, "description")


async def get_my_description(call: Call) -> Json:
    """What is shown before a chat begins."""
    return {"description": _text(call, "description")}


async def set_my_short_description(call: Call) -> bool:
    """Set what the bot's profile says."""
    return _put(call, "short_description")


async def get_my_short_description(call: Call) -> Json:
    """What the bot's profile says."""
    return {"short_description": _text(call, "short_description")}


async def set_chat_menu_button(call: Call) -> bool:
    """Set the button beside the message field."""
    call.world.menu_buttons[call.get("chat_id", 0)] = call.get("menu_button", {"type": "default"})
    return True


async def get_chat_menu_button(call: Call) -> Json:
    """Give the button beside the message field."""
    buttons = call.world.menu_buttons
    common = buttons.get(0, {"type": "commands"})
    return buttons.get(call.get("chat_id", 0), common)


def _allow(call: Call) -> None:
    """Keep which kinds of update are wanted; not given means as before, empty means default."""
    if "allowed_updates" in call.params:
        kinds = call.params["allowed_updates"]
        call.world.updates.allowed = [kind for kind in kinds if isinstance(kind, str)]


async def _drop(call: Call) -> bool:
    if call.get("drop_pending_updates"):
        call.world.updates.clear()
    return True


def _put_commands(call: Call, commands: list[Json]) -> bool:
    scope, fields = check_scope(call.get("scope"))
    if "chat_id" in fields and fields["chat_id"] not in call.world.chats:
        raise RefusedError("chat not found")
    call.world.commands.put(scope, call.get("language_code", ""), commands)
    call.world.events.tell("commands", {})
    return True


def _put(call: Call, what: str) -> bool:
    text = call.get(what, "")
    if len(text) > LENGTHS[what]:
        raise RefusedError(f"BOT_{what.upper()}_INVALID")
    call.world.profile[what, call.get("language_code", "")] = text
    return True


def _text(call: Call, what: str) -> str:
    texts = call.world.profile
    return texts.get((what, call.get("language_code", ""))) or texts.get((what, ""), "")
