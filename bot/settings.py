"""Settings from the environment and `.env`; the environment wins. See `.env.example`."""

import re
from pathlib import Path
from typing import Annotated, Literal
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, ValidationError, ValidationInfo, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from search.address import Address
from search.errors import BadAddress

TELEGRAM = "https://api.telegram.org"
Ids = Annotated[frozenset[int], NoDecode]  # NoDecode: not JSON but "1, 2"


class WrongSettingsError(Exception):
    """All that is wrong with the settings, in one message."""


class Settings(BaseSettings):
    """Every setting with its default; the description is what `.env.example` says of it."""

    model_config = SettingsConfigDict(
        env_file=".env",
        env_file_encoding="utf-8-sig",  # with the mark before it that some editors write, or not
        env_ignore_empty=True,
        extra="ignore",
        frozen=True,
    )

    bot_token: SecretStr | None = Field(
        None, description="from @BotFather; without one the sandbox starts"
    )
    admin_ids: Ids = Field(
        frozenset(), description="who may reindex, add and remove: Telegram ids, comma separated"
    )
    images_dir: Path = Field(Path("images"), description="the folder of pictures to find")
    watch_folder: bool = Field(
        default=False,
        description="whether what changes in it is indexed at once: true or false",
    )
    data_dir: Path = Field(Path("data"), description="where the bot keeps what it knows")
    bot_api_url: str = Field(TELEGRAM, description="another Bot API server, if you run one")
    engine: Literal["kaze", "article"] = Field(
        "kaze", description="how to look photos up: kaze or article"
    )
    top_n: int = Field(5, ge=1, le=10, description="pictures an answer shows at most: 1 to 10")
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = Field(
        "INFO", description="DEBUG, INFO, WARNING or ERROR"
    )
    access: Literal["open", "listed"] = Field(
        "open", description="who may look photos up: open (everyone) or listed"
    )
    allowed_ids: Ids = Field(
        frozenset(), description="people and chats when listed: Telegram ids, comma separated"
    )

    photos_per_minute: int = Field(
        30, ge=0, description="photos of one person that are looked up in a minute; 0: no limit"
    )
    webhook_url: str = Field(
        "", description="the https address that Telegram posts updates to; empty: the bot asks"
    )
    webhook_secret: SecretStr | None = Field(
        None, description="what Telegram proves itself with there; empty: a new one at each start"
    )
    webhook_listen: str = Field(
        "127.0.0.1:8443", description="host and port the bot listens at for the webhook"
    )
    queue_url: SecretStr | None = Field(
        None, description="nats://HOST:PORT of workers that look at pictures (docs/fleet.md)"
    )
    metrics_port: int = Field(
        0,
        ge=0,
        le=65535,
        description="port on this machine that tells how the bot is: /healthz, /metrics; 0: none",
    )

    index_url: SecretStr | None = Field(
        None,
        description="a Milvus server for collections too large for one machine:"
        " milvus://host:19530/database; empty: the index is in DATA_DIR",
    )

    @property
    def index_at(self) -> str:
        """The address of the index server; empty where there is none."""
        return self.index_url.get_secret_value() if self.index_url else ""

    @property
    def bot_id(self) -> int:
        """The bot's own Telegram id; 0 where there is no token."""
        return int(self.token.partition(":")[0] or 0)

    @property
    def secret(self) -> str:
        """The webhook's secret; empty where there is none."""
        return self.webhook_secret.get_secret_value() if self.webhook_secret else ""

    @property
    def queue(self) -> str:
        """Where the queue of the workers is, perhaps with a password; empty where there is none."""
        return self.queue_url.get_secret_value() if self.queue_url else ""

    @property
    def listen_at(self) -> tuple[str, int]:
        """Host and port for the webhook."""
        host, _, port = self.webhook_listen.rpartition(":")
        return host.strip("[]"), int(port)

    @property
    def token(self) -> str:
        """The token itself; empty where there is none."""
        return self.bot_token.get_secret_value() if self.bot_token else ""

    @field_validator("admin_ids", "allowed_ids", mode="before")
    @classmethod
    def _numbers(cls, text: object) -> object:
        if not isinstance(text, str):
            return text
        numbers = [number.strip() for number in text.split(",") if number.strip()]
        if not all(re.fullmatch(r"-?\d+", number) for number in numbers):
            raise ValueError("Telegram ids are numbers, as in 12345, 67890")
        return numbers

    @field_validator("bot_token")
    @classmethod
    def _token(cls, token: SecretStr | None) -> SecretStr | None:
        number, colon, secret = (token.get_secret_value() if token else "1:x").partition(":")
        if not (number.isdecimal() and colon and secret.isprintable() and " " not in secret):
            raise ValueError("a token looks like 123456:ABC-DEF")
        return token

    @field_validator("bot_api_url")
    @classmethod
    def _url(cls, url: str) -> str:
        return _checked(url, "https", "http").rstrip("/")

    @field_validator("webhook_url")
    @classmethod
    def _webhook(cls, url: str, others: ValidationInfo) -> str:
        """A server of one's own may post without TLS, and the sandbox does."""
        schemes = ["https"] if others.data.get("bot_api_url") == TELEGRAM else ["https", "http"]
        return _checked(url, *schemes) if url else url

    @field_validator("index_url")
    @classmethod
    def _index_url(cls, url: SecretStr | None) -> SecretStr | None:
        if url:
            try:
                Address.parse(url.get_secret_value())
            except BadAddress as error:
                raise ValueError(error.reason) from None
        return url

    @field_validator("webhook_secret")
    @classmethod
    def _secret(cls, secret: SecretStr | None) -> SecretStr | None:
        if secret and not re.fullmatch(r"[A-Za-z0-9_-]{16,256}", secret.get_secret_value()):
            raise ValueError("16 to 256 letters, digits, _ and -")
        return secret

    @field_validator("queue_url")
    @classmethod
    def _queue(cls, url: SecretStr | None) -> SecretStr | None:
        text = url.get_secret_value() if url else ""
        if text and not re.fullmatch(r"(nats|tls)://[^\s/]+/?", text):
            raise ValueError("a queue looks like nats://localhost:4222")
        _ = urlsplit(text).port  # it raises where that is no port
        return url

    @field_validator("webhook_listen")
    @classmethod
    def _address(cls, address: str) -> str:
        port = re.fullmatch(r".*:(\d{1,5})", address)
        if port is None or int(port[1]) >= 1 << 16:
            raise ValueError("an address looks like 127.0.0.1:8443")
        return address

    @field_validator("log_level", mode="before")
    @classmethod
    def _upper(cls, level: object) -> object:
        return level.upper() if isinstance(level, str) else level


def _checked(url: str, *schemes: str) -> str:
    """An address of one of these schemes. Raises ValueError."""
    parts = urlsplit(url)
    _ = parts.port  # it raises where that is no port
    if parts.scheme not in schemes or not parts.hostname:
        raise ValueError(f"an address looks like {schemes[0]}://example.org")
    return url


def load() -> Settings:
    """Read the settings. Raises WrongSettingsError, which lists all that is wrong."""
    try:
        return Settings()
    except UnicodeDecodeError:
        raise WrongSettingsError(".env cannot be read as text. Save it as UTF-8.") from None
    except ValidationError as error:
        lines = [
            f"  {str(each['loc'][0]).upper()}: {each['msg'].removeprefix('Value error, ')}"
            for each in error.errors(include_input=False, include_context=False, include_url=False)
        ]
        text = "\n".join(dict.fromkeys(lines))
        raise WrongSettingsError(f"These settings are wrong:\n{text}") from None


def example() -> str:
    """The text of `.env.example`: every setting with its default and a line of meaning."""
    lines = ["# Copy to .env and fill in. The environment wins over this file."]
    for name, field in Settings.model_fields.items():
        default = "" if field.default in (None, frozenset()) else field.default
        shown = str(default).lower() if isinstance(default, bool) else default
        lines += ["", f"# {field.description}", f"{name.upper()}={shown}"]
    return "\n".join(lines) + "\n"
