"""The decoder process: upright gray images out of strangers' bytes, whatever they do to it."""

import io
import os
import signal
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest
from PIL import Image

from search import apart, image
from search.errors import Damaged, PhotoError
from search.image import Decoder, Decoders
from tests.search.edits import Pixels, encoded, speckled

WIDE = 10_000  # px, a side that no test image reaches
UPRIGHT = {  # EXIF 2.32, table 6, with numpy: what makes the stored pixels upright
    1: lambda p: p,
    2: np.fliplr,
    3: lambda p: np.rot90(p, 2),
    4: np.flipud,
    5: lambda p: p.swapaxes(0, 1),
    6: lambda p: np.rot90(p, -1),
    7: lambda p: np.rot90(p.swapaxes(0, 1), 2),
    8: lambda p: np.rot90(p, 1),
}


@pytest.fixture
def alone() -> Iterator[Decoder]:
    """A decoder that the test may harm."""
    decoder = Decoder()
    yield decoder
    decoder.close()


def saved(pixels: Any, kind: str, mode: str | None = None, **options: object) -> bytes:
    """A file made by Pillow."""
    file = io.BytesIO()
    picture = Image.fromarray(pixels)
    (picture.convert(mode) if mode else picture).save(file, kind, **options)
    return file.getvalue()


def blocks() -> Pixels:
    """(32, 48, 3): six gray blocks, so that no two orientations look alike."""
    levels = np.array([[0, 50, 100], [150, 200, 250]], np.uint8)
    return np.repeat(np.kron(levels, np.ones((16, 16), np.uint8))[:, :, None], 3, axis=2)


def pid(decoder: Decoder) -> int:
    """Of its process."""
    assert decoder._process
    return decoder._process.pid


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "AVIF"])
@pytest.mark.parametrize("turn", UPRIGHT)
def test_exif_orientation_is_undone(decoder: Decoder, kind: str, turn: int) -> None:
    """All eight, in every format that has EXIF; the size is the upright one."""
    exif = Image.Exif()
    exif[0x0112] = turn
    options: dict[str, Any] = {"lossless": True} if kind == "WEBP" else {"quality": 100}
    gray = decoder.gray(saved(blocks(), kind, exif=exif, **options), WIDE)
    wanted = UPRIGHT[turn](blocks()[:, :, 0])
    assert (gray.height, gray.width) == gray.pixels.shape == wanted.shape
    np.testing.assert_allclose(gray.pixels, wanted.astype(float), atol=2)


@pytest.mark.parametrize("turn", [0, 9, 99])
def test_an_orientation_that_does_not_exist_changes_nothing(decoder: Decoder, turn: int) -> None:
    """EXIF knows 1 to 8."""
    exif = Image.Exif()
    exif[0x0112] = turn
    gray = decoder.gray(saved(blocks(), "PNG", exif=exif), WIDE)
    np.testing.assert_array_equal(gray.pixels, blocks()[:, :, 0])


def test_a_broken_exif_block_does_not_make_a_picture_unreadable(decoder: Decoder) -> None:
    """It is shown as stored."""
    data = saved(blocks(), "JPEG", quality=100, exif=b"Exif\0\0II*\0\xff\xff\xff\xff")
    assert decoder.gray(data, WIDE).pixels.shape == (32, 48)


def transparent() -> list[tuple[str, bytes]]:
    """The left half black, the right half black and wholly transparent, in every way there is."""
    alpha = np.zeros((8, 16), np.uint8)
    alpha[:, :8] = 255
    black = np.zeros((8, 16), np.uint8)
    right = np.where(alpha > 0, 0, 1).astype(np.uint8)
    palette = Image.fromarray(right).convert("P")
    palette.putpalette([0, 0, 0, 10, 10, 10] + [0] * 750)
    several = io.BytesIO()
    palette.save(several, "PNG", transparency=bytes([255, 0]))
    one = io.BytesIO()
    palette.save(one, "GIF", transparency=1)
    rgba = np.dstack([black, black, black, alpha])
    return [
        ("RGBA", saved(rgba, "PNG")),
        ("WebP", saved(rgba, "WEBP", lossless=True, exact=True)),
        ("AVIF", saved(rgba, "AVIF", quality=100)),
        ("LA", saved(rgba, "PNG", mode="LA")),
        ("palette", several.getvalue()),
        ("GIF", one.getvalue()),
        ("gray key", saved(right * 9, "PNG", transparency=9)),
        ("colour key", saved(np.dstack([right * 9] * 3), "PNG", transparency=(9, 9, 9))),
    ]


@pytest.mark.parametrize(("name", "data"), transparent(), ids=[name for name, _ in transparent()])
def test_what_is_transparent_is_white(decoder: Decoder, name: str, data: bytes) -> None:
    """As people see it on a page."""
    for pixels in (decoder.gray(data, WIDE).pixels, decoder.colour(data, WIDE).pixels[:, :, 0]):
        assert pixels[:, :8].max() == 0, name
        assert pixels[:, 8:].min() == 255, name


def test_half_transparent_is_half_white(decoder: Decoder) -> None:
    """Alpha is a mixture."""
    rgba = np.full((4, 4, 4), (0, 0, 0, 128), np.uint8)
    assert abs(int(decoder.gray(saved(rgba, "PNG"), WIDE).pixels[0, 0]) - 127) <= 1


def test_cmyk_jpeg_is_read_as_its_colours(decoder: Decoder) -> None:
    """Ink is the reverse of light."""
    data = saved(blocks(), "JPEG", mode="CMYK", quality=100)
    np.testing.assert_allclose(
        decoder.gray(data, WIDE).pixels, blocks()[:, :, 0].astype(float), atol=3
    )


def test_16_bit_images_are_scaled_to_8(decoder: Decoder) -> None:
    """Not cut off at 255, gray or RGB."""
    ramp = np.linspace(0, 65535, 256).astype(np.uint16)
    gray = np.tile(ramp, (8, 1))
    colour = np.dstack([gray] * 3)
    wanted = np.tile(ramp / 257, (8, 1))
    for data in (encoded(gray), encoded(colour)):
        np.testing.assert_allclose(decoder.gray(data, WIDE).pixels, wanted, atol=1)


def test_of_a_moving_image_the_first_frame_is_taken(decoder: Decoder) -> None:
    """As chats show it standing still."""
    first, second = (Image.fromarray(speckled(seed)) for seed in (1, 2))
    moving: dict[str, Any] = {"save_all": True, "append_images": [second]}
    for kind in ("GIF", "PNG", "WEBP"):
        file = io.BytesIO()
        first.save(file, kind, lossless=True, **moving)
        difference = decoder.gray(file.getvalue(), WIDE).pixels - speckled(1).astype(int)
        assert np.abs(difference).max() <= 3, kind


@pytest.mark.parametrize("turn", [1, 6])
def test_of_a_jpeg_with_others_behind_it_the_first_is_taken(decoder: Decoder, turn: int) -> None:
    """Phones put a preview there, or a gain map (CIPA DC-007): upright and shrunk as any other."""
    file, exif = io.BytesIO(), Image.Exif()
    exif[0x0112] = turn
    first, second = (Image.fromarray(speckled(seed)).resize((640, 480)) for seed in (1, 2))
    first.save(file, "MPO", save_all=True, append_images=[second], exif=exif, quality=95)
    alone = saved(np.asarray(first), "JPEG", exif=exif, quality=95)
    found, wanted = (decoder.gray(data, 200) for data in (file.getvalue(), alone))
    assert found.width == wanted.width == (480 if turn == 6 else 640)
    np.testing.assert_array_equal(found.pixels, wanted.pixels)


def test_a_bmp_is_read(decoder: Decoder) -> None:
    """The right way up."""
    data = saved(speckled(1), "BMP")
    np.testing.assert_array_equal(decoder.gray(data, WIDE).pixels, speckled(1))


def test_gray_of_a_jpeg_is_its_luma(decoder: Decoder, samples: Path) -> None:
    """As libjpeg stores it; no detour by RGB."""
    data = (samples / "pictures" / "photographs" / "coffee.jpg").read_bytes()
    wanted = cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_GRAYSCALE)
    np.testing.assert_array_equal(decoder.gray(data, WIDE).pixels, wanted)


def test_colour_is_red_first(decoder: Decoder) -> None:
    """Not OpenCV's order."""
    red = np.zeros((4, 6, 3), np.uint8)
    red[:, :, 0] = 255
    assert decoder.colour(saved(red, "PNG"), WIDE).pixels[0, 0].tolist() == [255, 0, 0]


@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
@pytest.mark.parametrize("size", [(900, 600), (601, 1203), (5, 900), (3000, 16)])
def test_large_images_are_shrunk_to_the_side_asked_for(
    decoder: Decoder, kind: str, size: tuple[int, int]
) -> None:
    """The true size comes beside the pixels; small images stay as they are."""
    data = saved(np.zeros((size[1], size[0]), np.uint8), kind)
    gray = decoder.gray(data, 300)
    assert (gray.width, gray.height) == size
    assert max(gray.pixels.shape) == 300
    assert gray.pixels.shape[1] == pytest.approx(size[0] * 300 / max(size), abs=1)


@pytest.mark.parametrize("share", [0.05, 0.3, 0.6, 0.95])
@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_truncated_image_is_damaged(decoder: Decoder, kind: str, share: float) -> None:
    """Half a picture would be half a lie."""
    data = saved(np.dstack([speckled(3)] * 3), kind)
    with pytest.raises(PhotoError):
        decoder.gray(data[: int(len(data) * share)], WIDE)
    assert decoder.gray(data, WIDE).width == 96


def test_more_pixels_than_the_header_said_are_refused(decoder: Decoder) -> None:
    """A GIF frame may be larger than its screen."""
    data = bytearray(saved(np.zeros((9, 9), np.uint8), "GIF"))
    data[6:10] = b"\1\0\1\0"  # the screen
    at = data.index(b",")
    data[at + 5 : at + 9] = b"\xff\xff\xff\xff"  # the frame
    with pytest.raises(Damaged):
        decoder.gray(bytes(data), WIDE)


def test_a_decoder_that_hangs_is_given_up_and_the_next_image_works(
    alone: Decoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The watchdog kills it; another takes over."""
    alone.gray(encoded(speckled(1)), WIDE)
    hanging = pid(alone)
    os.kill(hanging, signal.SIGSTOP)
    monkeypatch.setattr(apart, "DECODE_SECONDS", 0.2)
    with pytest.raises(Damaged, match="damaged and cannot be read"):
        alone.gray(encoded(speckled(1)), WIDE)
    monkeypatch.undo()
    np.testing.assert_array_equal(alone.gray(encoded(speckled(2)), WIDE).pixels, speckled(2))
    assert pid(alone) != hanging


def crash(process: int) -> None:
    """As when it touches memory that is not its own."""
    os.kill(process, signal.SIGSEGV)
    with suppress(ProcessLookupError):
        os.kill(process, signal.SIGCONT)


def test_a_decoder_that_dies_on_an_image_leaves_the_next_one_alone(alone: Decoder) -> None:
    """As when a file crashes it."""
    alone.gray(encoded(speckled(1)), WIDE)
    os.kill(pid(alone), signal.SIGSTOP)
    killer = threading.Timer(0.2, crash, (pid(alone),))
    killer.start()
    with pytest.raises(Damaged):
        alone.gray(encoded(speckled(1)), WIDE)
    killer.join()
    np.testing.assert_array_equal(alone.gray(encoded(speckled(2)), WIDE).pixels, speckled(2))


def test_a_decoder_that_died_meanwhile_costs_no_image(alone: Decoder) -> None:
    """It is noticed before the next one is sent."""
    alone.gray(encoded(speckled(1)), WIDE)
    os.kill(pid(alone), signal.SIGKILL)
    time.sleep(0.1)
    np.testing.assert_array_equal(alone.gray(encoded(speckled(2)), WIDE).pixels, speckled(2))


def test_an_answer_left_in_the_pipe_is_never_taken_for_the_next_image(
    alone: Decoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Ctrl-C or lack of memory in the middle of one image must not mix two people's photos."""
    read = apart.read

    def interrupted(process: Any, size: int) -> bytes:
        if size > 100:
            raise KeyboardInterrupt
        return read(process, size)

    monkeypatch.setattr(image, "read", interrupted)
    with pytest.raises(KeyboardInterrupt):
        alone.gray(encoded(speckled(1)), WIDE)
    monkeypatch.undo()
    np.testing.assert_array_equal(alone.gray(encoded(speckled(2)), WIDE).pixels, speckled(2))


def test_a_decoder_is_replaced_before_its_leaks_matter(
    alone: Decoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After DECODER_IMAGES images."""
    monkeypatch.setattr(apart, "DECODER_IMAGES", 2)
    pids = []
    for _ in range(4):
        alone.gray(encoded(speckled(1)), WIDE)
        pids.append(pid(alone))
    assert pids[0] == pids[1] != pids[2] == pids[3]


@pytest.mark.skipif(not Path("/proc/self/environ").exists(), reason="needs /proc")
def test_a_decoder_has_no_environment_and_no_folder(
    alone: Decoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No secret is within its reach."""
    monkeypatch.setenv("BOT_TOKEN", "123:secret")
    alone.gray(encoded(speckled(1)), WIDE)
    process = Path("/proc", str(pid(alone)))
    assert process.joinpath("environ").read_bytes() == b""
    assert process.joinpath("cwd").readlink() == Path("/")
    limits = process.joinpath("limits").read_text()
    assert f"Max address space         {1 << 30}" in limits
    assert "Max file size             0" in limits


def test_no_process_is_left_after_close() -> None:
    """Neither running nor as a zombie; closing twice is harmless."""
    decoders = Decoders()
    with decoders.borrow() as one, decoders.borrow() as other:
        pids = [(each.gray(encoded(speckled(1)), WIDE), pid(each))[1] for each in (one, other)]
    assert len(set(pids)) == 2
    decoders.close()
    decoders.close()
    for each in pids:
        with pytest.raises(ChildProcessError):
            os.waitpid(each, os.WNOHANG)


def test_a_decoder_given_back_after_close_ends_too() -> None:
    """A lookup may still be running when the program ends."""
    decoders = Decoders()
    with decoders.borrow() as decoder:
        decoder.gray(encoded(speckled(1)), WIDE)
        left = pid(decoder)
        decoders.close()
    with pytest.raises(ChildProcessError):
        os.waitpid(left, os.WNOHANG)


def test_a_decoder_is_borrowed_by_one_thread_and_used_again() -> None:
    """As many processes as are needed at once, and no more."""
    decoders = Decoders()
    with decoders.borrow() as one:
        with decoders.borrow() as other:
            assert one is not other
        with decoders.borrow() as again:
            assert again is other
    decoders.close()
