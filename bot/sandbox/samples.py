"""The samples to try: images in a folder that the page offers to send."""

from pathlib import Path

from tornado.web import HTTPError

SUFFIXES = (".jpg", ".jpeg", ".png", ".webp")
MOST = 200  # that are shown


def list_samples(folder: Path | None) -> list[Path]:
    """The images to try, by name."""
    if folder is None or not folder.is_dir():
        return []
    images = [path for path in folder.iterdir() if path.suffix.lower() in SUFFIXES]
    return sorted(images)[:MOST]


def sample_named(folder: Path | None, name: str) -> Path:
    """One of the samples that are listed; nothing else can be named."""
    for path in list_samples(folder):
        if path.name == name:
            return path
    raise HTTPError(404)
