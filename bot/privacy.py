"""Nobody else on this machine reads what the bot keeps, nor its token."""

import logging
import os
from contextlib import suppress
from pathlib import Path

_log = logging.getLogger(__name__)
_OTHERS = 0o077  # what a file's group and all others may do
_OURS = (
    *("*.sqlite*", "lock", "key", "added", "backups", "restore*"),
    *("features-*", "index-*", "codebook-*", "matrix-*", "snapshot.*", "milvus.json"),
)


def begin(folder: Path) -> None:
    """From now on files are ours alone; so are those that are in the data folder already."""
    os.umask(_OTHERS)
    for path in (folder, *(each for pattern in _OURS for each in folder.glob(pattern))):
        with suppress(OSError):  # another's, or gone
            mode = path.stat().st_mode
            if mode & _OTHERS:
                path.chmod(mode & ~_OTHERS)


def warn(path: Path) -> None:
    """Say so where others can read the file that holds the token."""
    with suppress(OSError):
        if path.stat().st_mode & _OTHERS:
            _log.warning("Others on this machine can read %s: chmod 600 %s", path, path)
