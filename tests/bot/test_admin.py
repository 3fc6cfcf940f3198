"""What admins do, and that nobody else does."""

import re
import shutil
from pathlib import Path

import pytest

from bot import indexing
from bot.sandbox import Person
from bot.tongue import ENGLISH
from tests.conftest import SAMPLES

from .conftest import Room, photo, running
from .test_grants import refusal

COMMANDS = ["/reindex", "/add x", "/remove x", "/stats", "/allow 1003", "/ban 1003"]


@pytest.fixture
def pictures(tmp_path: Path) -> Path:
    """A folder of pictures with one too plain and one broken."""
    folder = tmp_path / "pictures"
    shutil.copytree(SAMPLES / "pictures" / "photographs", folder)
    (folder / "broken.jpg").write_bytes(b"\xff\xd8\xff\xe0 no more")
    shutil.copy(SAMPLES / "photos" / "plain.png", folder / "plain.png")
    return folder


async def test_reindex_tells_its_progress_and_all_counts(tmp_path: Path, pictures: Path) -> None:
    """One message, edited as it advances; at the end the counts and no button."""
    async with running(tmp_path / "data", images_dir=pictures) as room:
        asked = await room.alice.send_text("/reindex")
        shown = await room.reply(asked)
        assert [each["text"] for each in shown.buttons] == [ENGLISH("button-cancel")]
        done = await room.reply(asked, wanted=lambda m: "Done" in m.text)
        counts = ["16 pictures in the collection", "16 added", "0 changed", "0 removed"]
        counts += ["0 unchanged", "1 unreadable", "1 too plain"]
        assert done.text.splitlines()[:8] == ["Done.", *counts]
        assert "broken.jpg: This image is damaged" in done.text
        assert done.id == shown.id
        assert not done.buttons
        answer = await room.verdict(await room.bob.send_photo(photo("cropped.jpg")))
        assert "barn.jpg" in answer.text


async def test_reindex_can_be_cancelled_and_run_again(
    tmp_path: Path, pictures: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was done is kept; a second reindex meanwhile is refused; lookups go on."""
    monkeypatch.setattr(indexing, "_EDIT_SECONDS", 0.2)
    for number in range(6):
        shutil.copytree(SAMPLES / "pictures", pictures / str(number))
    async with running(tmp_path / "data", images_dir=pictures) as room:
        asked = await room.alice.send_text("/reindex")
        shown = await room.reply(asked)
        again = await room.reply(await room.alice.send_text("/reindex"))
        assert again.text == ENGLISH("reindex-running")
        busy = await room.verdict(await room.bob.send_photo(photo("cropped.jpg")))
        assert busy.text == ENGLISH("no-pictures")
        await room.sandbox.until(lambda m: re.search("[▓░].*%", m.text), room.alice)
        told = await room.alice.press(shown, ENGLISH("button-cancel"))
        assert told
        stopped = await room.reply(asked, wanted=lambda m: "Stopped" in m.text)
        assert not stopped.buttons
        assert 0 < len(room.engine) < 16 + 6 * 26
        kept = len(room.engine)
        asked = await room.alice.send_text("/reindex")
        await room.sandbox.until(lambda m: "a second" in m.text, room.alice, after=stopped)
        assert len(room.engine) == kept


async def test_reindex_says_when_the_folder_is_missing(tmp_path: Path) -> None:
    """An unmounted disk is no reason to lose pictures."""
    async with running(tmp_path / "data", images_dir=tmp_path / "nowhere") as room:
        asked = await room.alice.send_text("/reindex")
        told = await room.reply(asked, wanted=lambda m: "There is no folder" in m.text)
        assert not told.buttons


async def test_a_reindex_outlives_a_bad_network(
    tmp_path: Path, pictures: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An edit that fails on the way changes nothing: it ends with its counts, once."""
    monkeypatch.setattr(indexing, "_EDIT_SECONDS", 0.1)
    async with running(tmp_path / "data", images_dir=pictures) as room:
        room.sandbox.fail("editMessageText", code=500, description="Bad Gateway", times=2)
        asked = await room.alice.send_text("/reindex")
        await room.reply(asked, lambda m: "16 added" in m.text)
        assert len(await room.sent("sendMessage")) == 1


@pytest.mark.parametrize("as_file", [False, True])
async def test_add_in_reply_makes_a_photo_findable(room: Room, as_file: bool) -> None:  # noqa: FBT001
    """The picture is found from then on, survives a reindex, and goes by its name."""
    data = photo("stranger.jpg")
    if as_file:
        posted = await room.bob.send_file(data, "s.jpg", "image/jpeg", room.sandbox.group)
    else:
        posted = await room.bob.send_photo(data, room.sandbox.group)
    asked = await room.alice.send_text("/add my boat", room.sandbox.group, reply_to=posted)
    assert (await room.reply(asked)).text == "Added my boat. The collection has 27 pictures."
    reindex = await room.alice.send_text("/reindex")
    await room.reply(reindex, wanted=lambda m: "27 pictures" in m.text)
    question = await room.bob.send_photo(data)
    assert "my boat" in (await room.verdict(question)).text
    await room.reply(question, wanted=lambda m: "photo" in m.json)


async def test_add_as_caption_and_its_refusals(room: Room) -> None:
    """Too plain, a name taken, nothing to add: each says so, and nothing is added."""
    asked = await room.alice.send_photo(photo("stranger.jpg"), caption="/add boat")
    assert (await room.reply(asked)).text.startswith("Added boat.")
    for data, caption, said in [
        (photo("stranger.jpg"), "/add boat", "There is a picture named boat already."),
        (photo("plain.png"), "/add sky", "too little detail"),
    ]:
        asked = await room.alice.send_photo(data, caption=caption)
        assert said in (await room.reply(asked)).text
    asked = await room.alice.send_text("/add boat")
    assert (await room.reply(asked)).text == ENGLISH("add-what")
    assert len(room.engine) == 27


async def test_remove_lets_go_of_a_picture(room: Room) -> None:
    """By its name; an unknown name is answered with those like it."""
    asked = await room.alice.send_text("/remove photographs/barn.jpg")
    assert "Removed photographs/barn.jpg. Its file is still" in (await room.reply(asked)).text
    question = await room.bob.send_photo(photo("cropped.jpg"))
    assert "not in the collection" in (await room.verdict(question)).text
    asked = await room.alice.send_text("/remove photographs/hat.jpg")
    assert "photographs/hats.jpg" in (await room.reply(asked)).text


async def test_stats_are_the_collection_in_numbers(room: Room) -> None:
    """Pictures, descriptors, disk, engine."""
    told = await room.reply(await room.alice.send_text("/stats"))
    assert re.match(r"26 pictures, [\d,]+ descriptors\n0 unreadable, 0 too plain\n\d", told.text)


@pytest.mark.parametrize("command", COMMANDS)
async def test_nobody_else_administers(room: Room, command: str) -> None:
    """One short refusal, in private and in the group, and nothing happens."""
    for chat in (None, room.sandbox.group):
        asked = await room.bob.send_text(command, chat)
        assert (await room.reply(asked)).text == refusal(command)
    assert len(room.engine) == 26


async def test_listed_access_lets_in_whom_admins_allow(data_dir: Path) -> None:
    """People and chats; a ban is stronger than ALLOWED_IDS."""
    carol = 1003
    async with running(data_dir, access="listed", allowed_ids=frozenset([carol])) as listed:
        assert "allowed" in await _ask(listed, listed.bob)
        assert "barn" in await _ask(listed, listed.alice)
        assert "barn" in await _ask(listed, listed.sandbox.carol)
        await _say(listed, f"/allow {listed.bob.id}")
        assert "barn" in await _ask(listed, listed.bob)
        await _say(listed, f"/ban {carol}")
        assert "allowed" in await _ask(listed, listed.sandbox.carol)
        told = await _say(listed, "/allow somebody")
        assert told == ENGLISH("whom")


async def test_a_group_is_banned_by_its_id_only(data_dir: Path) -> None:
    """A bare /ban asks whom it means, as does one in reply to the bot itself, or of nobody."""
    async with running(data_dir, access="listed") as room:
        group = room.sandbox.group
        allowed = await room.reply(await room.alice.send_text("/allow", group))
        for text, replied in (("/ban", None), ("/ban", allowed), ("/allow", allowed)):
            asked = await room.alice.send_text(text, group, reply_to=replied)
            assert (await room.reply(asked)).text == ENGLISH("whom")
        assert await _say(room, "/ban 0") == ENGLISH("whom")
        asked = await room.bob.send_photo(photo("cropped.jpg"), group, caption="/find")
        assert "barn" in (await room.verdict(asked)).text
        assert str(group.id) in await _say(room, f"/ban {group.id}")


async def test_an_admin_cannot_be_banned(room: Room) -> None:
    """It would have no effect, and is said to have none."""
    told = await _say(room, f"/ban {room.alice.id}")
    assert told == "1001 is one of the bot's admins, whom nobody can ban."


async def test_menus_are_set_by_scope(room: Room) -> None:
    """Everybody sees what they may use."""
    await room.reply(await room.alice.send_text("/start"))
    scopes = {
        str(each.params.get("scope")): str(each.params["commands"])
        for each in await room.sent("setMyCommands", 3 * 9)
        if not each.params.get("language_code")
    }
    private, group, admin = (
        next(menu for scope, menu in scopes.items() if word in scope)
        for word in ("all_private_chats", "all_group_chats", '"chat"')
    )
    assert "reindex" in admin
    assert "reindex" not in private + group
    assert "find" in group


async def test_help_is_a_few_lines(room: Room) -> None:
    """/start and /help say what to do, what is seen in a group, and how to be forgotten."""
    for command in ("/start", "/help"):
        told = await room.reply(await room.bob.send_text(command))
        assert len(told.text.splitlines()) == 11
        assert "/forget" in told.text
        assert "unless I am an admin or privacy mode is off" in told.text


async def _ask(room: Room, person: Person) -> str:
    return (await room.verdict(await person.send_photo(photo("cropped.jpg")))).text


async def _say(room: Room, text: str) -> str:
    told = await room.reply(await room.alice.send_text(text))
    return str(told.text)
