"""Where rows are when one machine is not enough: `INDEX_URL`, read and shown."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Self
from urllib.parse import unquote, urlsplit

from search.errors import BadAddress

_PORT = 19530  # Milvus's own


@dataclass(frozen=True)
class Address:
    """`uri` as pymilvus takes it, `database` (empty: the default); the token is never shown."""

    uri: str
    database: str = ""
    token: str = field(default="", repr=False)

    @classmethod
    def parse(cls, url: str) -> Self:
        """Of `milvus://[user:password@]host[:port][/database]`, or `milvus+lite:///folder/file.db`
        for milvus-lite, a server in this program that keeps its rows in that folder.

        Raises BadAddress.
        """
        try:
            parts = urlsplit(url)
            host, port = parts.hostname or "", parts.port or _PORT
        except ValueError as error:
            raise BadAddress(str(error)) from None
        if parts.scheme == "milvus+lite" and not host and parts.path.endswith(".db"):
            return cls(str(Path(unquote(parts.path))))
        if parts.scheme != "milvus" or not host:
            raise BadAddress("it is milvus://host:19530/database or milvus+lite:///folder/name.db")
        at = f"[{host}]" if ":" in host else host
        token = unquote(parts.netloc.rpartition("@")[0])
        return cls(f"http://{at}:{port}", unquote(parts.path.strip("/")), token)

    def __str__(self) -> str:
        """Without the token: for messages, logs and files."""
        return "/".join(filter(None, (self.uri.removeprefix("http://"), self.database)))

    @property
    def lite(self) -> bool:
        """Whether it is milvus-lite, in this program."""
        return self.uri.endswith(".db")

    def hide(self, text: object) -> str:
        """What somebody else says of it, without the token."""
        secrets = (each for each in (self.token, self.token.partition(":")[2]) if each)
        shown = " ".join(str(text).split())
        for secret in secrets:
            shown = shown.replace(secret, "***")
        return shown
