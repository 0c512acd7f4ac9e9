"""The settings: read from the environment and `.env`, each described beside it, refused in one line when unsafe."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, ValidationError, field_validator, model_validator
from pydantic.fields import FieldInfo
from pydantic_core import ErrorDetails, PydanticCustomError
from pydantic_settings import BaseSettings, SettingsConfigDict
from sqlalchemy import make_url
from sqlalchemy.exc import ArgumentError

SMALLEST_K = 6
Mode = Literal["socket", "http"]


class Misconfigured(Exception):
    """A setting, or what it points at, is missing or unsafe; one line each, naming the setting and what to do."""

    def __init__(self, *lines: str) -> None:
        super().__init__("\n".join(lines))
        self.lines = lines


@dataclass(frozen=True, slots=True)
class Row:
    """One setting as it may be shown: never a secret."""

    name: str
    value: str
    default: str
    description: str


class Settings(BaseSettings):
    """All that can be set; the name of a field in capitals is the name of its variable."""

    model_config = SettingsConfigDict(
        env_file=".env",
        env_ignore_empty=True,
        extra="ignore",
        frozen=True,
        hide_input_in_errors=True,
        validate_default=True,
    )

    slack_bot_token: SecretStr | None = Field(
        None, description="The bot's token (xoxb-...), from the app's page at Slack, under Install App."
    )
    slack_app_token: SecretStr | None = Field(
        None,
        description="The app-level token (xapp-...) with the scope connections:write. Set: Socket Mode is used.",
    )
    slack_signing_secret: SecretStr | None = Field(
        None, description="The signing secret, from Basic Information. Needed to receive requests over HTTP."
    )
    slack_api_url: str = Field(
        "https://slack.com/api/", description="Where Slack's methods are; another address for a sandbox or a proxy."
    )
    slack_timeout: float = Field(10, gt=0, description="How many seconds to wait for an answer of Slack's.")
    slack_per_minute: float = Field(
        240,
        ge=0,
        description=(
            "How many messages a minute a workspace is sent at first; what Slack takes is learnt from there. "
            "0: no pace, for a sandbox without limits."
        ),
    )
    database_url: str = Field(
        "",
        description="postgresql://user:password@host/name or sqlite:///path. Empty: groundswell.db in the data folder.",
        repr=False,
    )
    groundswell_data: Path = Field(Path("data"), description="The data folder.")
    groundswell_keys: Path = Field(
        Path("keys"),
        description="The folder of the keys that seal answers. Outside the data folder and outside every backup.",
    )
    groundswell_k: int = Field(
        SMALLEST_K,
        description="How many people must stand behind a figure before it may be shown; never fewer than 6.",
    )
    groundswell_tier: Literal["auto", "a", "b"] = Field(
        "auto",
        description="What reads comments: a (word lists), b (a model beside them), or auto (b where it is installed).",
    )
    host: str = Field(
        "127.0.0.1", description="The address to listen on for HTTP: requests of Slack, and /health and /ready."
    )
    port: int = Field(3000, ge=0, le=65535, description="The port to listen on.")
    log_level: str = Field("INFO", description="INFO, WARNING, ERROR or CRITICAL.")
    log_format: Literal["console", "json"] = Field("console", description="console for people, json for machines.")

    @field_validator("slack_bot_token", "slack_app_token")
    @classmethod
    def _token_of_its_kind(cls, token: SecretStr | None, info: Any) -> SecretStr | None:  # noqa: ANN401 - pydantic's own type varies
        prefix = {"slack_bot_token": "xoxb-", "slack_app_token": "xapp-"}[info.field_name]
        if token is not None and not token.get_secret_value().startswith(prefix):
            raise _wrong(f"is not of the right kind: it starts with {prefix}")
        return token

    @field_validator("slack_api_url")
    @classmethod
    def _address_of_methods(cls, url: str) -> str:
        parts = urlsplit(url)
        if parts.scheme not in {"http", "https"} or not parts.netloc:
            raise _wrong("is not an address: write it as https://slack.com/api/")
        return url if url.endswith("/") else f"{url}/"

    @field_validator("groundswell_data", "groundswell_keys")
    @classmethod
    def _whole_path(cls, path: Path) -> Path:
        return path.expanduser().resolve()

    @field_validator("groundswell_k")
    @classmethod
    def _enough_people(cls, k: int) -> int:
        if k < SMALLEST_K:
            raise _wrong(f"is {k}: use {SMALLEST_K} or more, since with fewer a figure can betray a person")
        return k

    @field_validator("log_level")
    @classmethod
    def _level_that_is_safe(cls, level: str) -> str:
        level = level.upper()
        if level in {"DEBUG", "NOTSET"}:
            raise _wrong(
                f"is {level}: use INFO, since at DEBUG Slack's libraries print whole payloads, answers included"
            )
        if level not in {"INFO", "WARNING", "ERROR", "CRITICAL"}:
            raise _wrong("is not a level: use INFO, WARNING, ERROR or CRITICAL")
        return level

    @field_validator("database_url")
    @classmethod
    def _database_that_is_kept(cls, url: str) -> str:
        if not url:
            return url
        try:
            parsed = make_url(url)
        except ArgumentError:
            raise _wrong("is not an address: write postgresql://user:password@host/name or sqlite:///path") from None
        if parsed.get_backend_name() not in {"sqlite", "postgresql", "postgres"}:
            raise _wrong(
                "is neither SQLite nor PostgreSQL: write postgresql://user:password@host/name or sqlite:///path"
            )
        if parsed.get_backend_name() == "sqlite" and parsed.database in {None, "", ":memory:"}:
            raise _wrong("names no file: write sqlite:///path")
        return url

    @model_validator(mode="after")
    def _database_in_the_data_folder(self) -> "Settings":
        if not self.database_url:
            # Frozen for everyone but its maker.
            self.__dict__["database_url"] = f"sqlite:///{self.groundswell_data / 'groundswell.db'}"
        return self

    @model_validator(mode="after")
    def _keys_apart(self) -> "Settings":
        if self.groundswell_keys.is_relative_to(self.groundswell_data):
            raise PydanticCustomError(
                "unsafe",
                "GROUNDSWELL_KEYS lies in the data folder: move it out, since a copy of the data must not hold keys",
            )
        if any(path.is_relative_to(self.groundswell_keys) for path in (self.groundswell_data, _file_of(self))):
            raise PydanticCustomError(
                "unsafe",
                "GROUNDSWELL_KEYS holds the data folder or the database: move them out, since keys lie by themselves",
            )
        return self


def _file_of(settings: Settings) -> Path:
    """The file of the database; the data folder where it is on a server."""
    url = make_url(settings.database_url)
    is_file = url.get_backend_name() == "sqlite" and url.database
    return Path(str(url.database)).resolve() if is_file else settings.groundswell_data


def _wrong(what: str) -> PydanticCustomError:
    # The text of a custom error is a template, so braces of what a person wrote must not be read as one.
    return PydanticCustomError("wrong", "{what}", {"what": what})


def load(**given: Any) -> Settings:  # noqa: ANN401 - any setting, as text or as its type
    """Read the settings, the given before the found; raises Misconfigured with a line for each that is wrong."""
    try:
        return Settings(**given)
    except ValidationError as error:
        raise Misconfigured(
            *(_line_of(detail) for detail in error.errors(include_input=False, include_url=False))
        ) from None


def _line_of(detail: ErrorDetails) -> str:
    if not detail["loc"]:
        return detail["msg"]
    name = str(detail["loc"][0]).upper()
    if detail["type"] == "wrong":
        return f"{name} {detail['msg']}"
    return f"{name} cannot be used: {detail['msg'][:1].lower()}{detail['msg'][1:]}"


def mode_of(settings: Settings) -> Mode | None:
    """How Slack reaches us: Socket Mode where there is an app token, else HTTP where there is a signing secret."""
    if settings.slack_bot_token is None:
        return None
    if settings.slack_app_token is not None:
        return "socket"
    return "http" if settings.slack_signing_secret is not None else None


def describe(settings: Settings) -> list[Row]:
    """Every setting with value, default and meaning; a secret is only said to be set or not, a password is starred."""
    return [
        Row(name.upper(), _shown(name, getattr(settings, name)), _default_of(field), field.description or "")
        for name, field in Settings.model_fields.items()
    ]


def example() -> str:
    """The file `.env.example`: every setting with its meaning, all of them commented out."""
    parts = [
        f"# {field.description}\n#{name.upper()}={_default_of(field)}\n"
        for name, field in Settings.model_fields.items()
    ]
    return "\n".join(
        ["# Copy this file to .env, for your eyes only (chmod 600 .env), and fill in what you need.\n", *parts]
    )


def _shown(name: str, value: object) -> str:
    if name == "database_url":
        return make_url(str(value)).render_as_string(hide_password=True)
    if isinstance(value, SecretStr):
        return "set"
    return "not set" if value is None else str(value)


def _default_of(field: FieldInfo) -> str:
    default = field.default
    if isinstance(default, Path):
        return f"./{default}"
    return "" if default is None else str(default)
