"""Photos are made again as Telegram does; files are kept; ids open what is theirs."""

import io

import pytest
from PIL import Image

from bot.sandbox import Sandbox

from .conftest import Api
from .pictures import picture, size_of

ALICE = 1001
SIZES = [
    ((2560, 1920), [(90, 68), (320, 240), (800, 600), (1280, 960)]),
    ((500, 1000), [(45, 90), (160, 320), (400, 800), (500, 1000)]),
    ((320, 100), [(90, 28), (320, 100)]),
    ((60, 60), [(60, 60)]),
]


@pytest.mark.parametrize(("size", "expected"), SIZES)
async def test_a_photo_comes_in_sizes(
    sandbox: Sandbox, size: tuple[int, int], expected: list[tuple[int, int]]
) -> None:
    """Smallest first, none larger than 1280, none enlarged, every one a JPEG of that size."""
    sent = await sandbox.alice.send_photo(picture(*size))
    sizes = sent.json["photo"]
    assert [(one["width"], one["height"]) for one in sizes] == expected
    for one in sizes:
        file = sandbox.world.files.find(one["file_id"])
        assert file
        assert size_of(file.data) == (one["width"], one["height"])
        assert one["file_size"] == len(file.data)
        assert file.data.startswith(b"\xff\xd8")


async def test_a_photo_is_put_upright(sandbox: Sandbox) -> None:
    """The EXIF orientation is applied, and gone."""
    exif = Image.Exif()
    exif[0x0112] = 6  # turned by a quarter
    sent = await sandbox.alice.send_photo(picture(400, 200, "JPEG", exif=exif))
    largest = sent.json["photo"][-1]
    assert (largest["width"], largest["height"]) == (200, 400)
    file = sandbox.world.files.find(largest["file_id"])
    assert file
    assert not Image.open(io.BytesIO(file.data)).getexif()


async def test_a_clear_photo_becomes_white(sandbox: Sandbox) -> None:
    """JPEG has no transparency."""
    file = io.BytesIO()
    Image.new("RGBA", (40, 40), (0, 0, 0, 0)).save(file, "PNG")
    sent = await sandbox.alice.send_photo(file.getvalue())
    stored = sandbox.world.files.find(sent.json["photo"][0]["file_id"])
    assert stored
    assert Image.open(io.BytesIO(stored.data)).getpixel((20, 20)) == (255, 255, 255)


@pytest.mark.parametrize("data", [b"", b"text", picture()[:100], picture(2100, 100)])
async def test_the_app_refuses_what_is_no_photo(sandbox: Sandbox, data: bytes) -> None:
    """A person learns it at once, and nothing is sent."""
    with pytest.raises(ValueError, match="send it as a file"):
        await sandbox.alice.send_photo(data)
    assert len(sandbox.messages(sandbox.alice)) == 1


async def test_a_file_is_kept_as_it_is(sandbox: Sandbox, api: Api) -> None:
    """Bytes, name, type; with a thumbnail when it is an image."""
    data = picture(700, 350)
    sent = await sandbox.alice.send_file(data, "a picture.png", "image/png", caption="look")
    document = sent.json["document"]
    assert (document["file_name"], document["mime_type"]) == ("a picture.png", "image/png")
    assert (document["thumbnail"]["width"], document["thumbnail"]["height"]) == (320, 160)
    assert document["file_size"] == len(data)
    found = await api.result("getFile", file_id=document["file_id"])
    assert found["file_unique_id"] == document["file_unique_id"]
    response = await api.client.get(f"{sandbox.url}/file/bot{sandbox.token}/{found['file_path']}")
    assert response.content == data


async def test_a_file_that_is_no_image_has_no_thumbnail(sandbox: Sandbox) -> None:
    """And its type is guessed from its name."""
    sent = await sandbox.alice.send_file(b"hello", "note.txt")
    assert "thumbnail" not in sent.json["document"]
    assert sent.json["document"]["mime_type"] == "text/plain"


async def test_a_large_file_cannot_be_fetched(sandbox: Sandbox, api: Api) -> None:
    """20 MB can, one byte more cannot."""
    most = 20 * 1024 * 1024
    fits = await sandbox.alice.send_file(bytes(most), "a.bin")
    large = await sandbox.alice.send_file(bytes(most + 1), "b.bin")
    found = await api.result("getFile", file_id=fits.json["document"]["file_id"])
    assert found["file_size"] == most
    said = await api.refusal("getFile", file_id=large.json["document"]["file_id"])
    assert said == "Bad Request: file is too big"


async def test_a_file_id_sends_the_same_photo_again(sandbox: Sandbox, api: Api) -> None:
    """Any of its sizes stands for the photo."""
    sent = await sandbox.alice.send_photo(picture())
    for size in sent.json["photo"]:
        again = await api.result("sendPhoto", chat_id=ALICE, photo=size["file_id"])
        assert again["photo"] == sent.json["photo"]


async def test_a_file_id_is_of_one_kind(sandbox: Sandbox, api: Api) -> None:
    """A file is no photo, a photo no file, a thumbnail neither."""
    photo = await sandbox.alice.send_photo(picture())
    document = (await sandbox.alice.send_file(picture(), "x.png")).json["document"]
    tries = [
        ("photo", document["file_id"], "Document as Photo"),
        ("document", photo.json["photo"][0]["file_id"], "Photo as Document"),
        ("photo", document["thumbnail"]["file_id"], "Thumbnail as Photo"),
    ]
    for kind, file_id, words in tries:
        said = await api.refusal(f"send{kind.title()}", chat_id=ALICE, **{kind: file_id})
        assert said == f"Bad Request: can't use file of type {words}"


async def test_a_file_id_is_of_one_bot(api: Api) -> None:
    """Another bot's ids open nothing."""
    other = await Sandbox.start()
    sent = await other.alice.send_photo(picture())
    await other.stop()
    said = await api.refusal("sendPhoto", chat_id=ALICE, photo=sent.json["photo"][0]["file_id"])
    assert said == "Bad Request: wrong file identifier/HTTP URL specified"


async def test_other_media_are_sent_simply(api: Api) -> None:
    """An animation is a document too; a video and a sticker are themselves."""
    gif = {"animation": ("x.gif", picture(64, 48, "GIF"), "image/gif")}
    sent = await api.result("sendAnimation", gif, chat_id=ALICE, duration=2)
    assert (sent["animation"]["width"], sent["animation"]["height"]) == (64, 48)
    assert sent["animation"]["file_id"] == sent["document"]["file_id"]
    video = {"video": ("x.mp4", b"film", "video/mp4")}
    sent = await api.result("sendVideo", video, chat_id=ALICE, width=8, height=6, caption="x")
    assert (sent["video"]["width"], sent["caption"]) == (8, "x")
    sticker = {"sticker": ("x.webp", picture(512, 512, "WEBP"), "image/webp")}
    sent = await api.result("sendSticker", sticker, chat_id=ALICE, emoji="🙂")
    again = await api.result("sendSticker", chat_id=ALICE, sticker=sent["sticker"]["file_id"])
    assert again["sticker"] == sent["sticker"]


async def test_the_oldest_files_give_way(sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    """Memory is bounded; what is gone is unknown."""
    monkeypatch.setattr("bot.sandbox.files.KEPT_BYTES", 3000)
    sent = [await sandbox.alice.send_file(bytes(1000), "x.bin") for _ in range(5)]
    kept = [sandbox.world.files.find(one.json["document"]["file_id"]) for one in sent]
    assert [file is not None for file in kept] == [False, False, True, True, True]


async def test_the_oldest_messages_give_way(
    sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The newest are kept, of all chats together."""
    monkeypatch.setattr("bot.sandbox.world.MESSAGES", 3)
    for text in "abcde":
        await sandbox.alice.send_text(text)
    assert [message.text for message in sandbox.messages(sandbox.alice)] == ["c", "d", "e"]
