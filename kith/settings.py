"""Every setting, in one table: it feeds the environment reader, the command line's help and the README."""

from __future__ import annotations

import contextlib
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from ipaddress import ip_network
from pathlib import Path
from typing import Final

from sqlalchemy import make_url
from sqlalchemy.exc import ArgumentError

from kith.errors import BadSettingError

PREFIX: Final = "KITH_"
_WEB: Final = ("http://", "https://")
_REDIS: Final = ("redis://", "rediss://", "unix://")
_DATABASES: Final = frozenset({"sqlite", "postgresql", "postgresql+psycopg"})


@dataclass(frozen=True)
class Setting:
    """One setting: read from the environment variable `KITH_<NAME>`."""

    name: str
    default: str
    help: str

    @property
    def variable(self) -> str:
        return PREFIX + self.name.upper()


SETTINGS: Final = (
    Setting("host", "127.0.0.1", "Address that the web server listens on; 0.0.0.0 behind a proxy."),
    Setting("port", "8080", "Port of the web server."),
    Setting("operator", "The team that runs this copy of Kith", "Who runs this copy, as people are told."),
    Setting(
        "database_url", "sqlite:///var/kith.db", "Database: sqlite:///path or postgresql+psycopg://user@host/name."
    ),
    Setting("var", "var", "Folder for what is made or kept: places, model, databases, logs."),
    Setting("contacts", "deploy/contacts", "Folder of the councils' own contacts, a file for each (*.yml)."),
    Setting("identity_providers", "", "File of the councils' own sign-in (*.yml, secret); empty: passwords alone."),
    Setting("engine_url", "", "Address of a Rasa engine that runs elsewhere; empty: start one here."),
    Setting("engine_port", "5005", "Loopback port of the engine that is started here."),
    Setting(
        "engine_database_url",
        "",
        "Where the engine keeps conversations, postgresql://...; empty: a SQLite file in the var folder.",
    ),
    Setting("action_host", "127.0.0.1", "Address on which the engine reaches the actions; never a public one."),
    Setting("action_port", "5055", "Port on which the engine reaches the actions."),
    Setting("redis_url", "", "Redis, for locks shared by several processes; empty: a single process."),
    Setting("example_services", "yes", "Show the made-up services of the example borough: yes or no."),
    Setting("public_url", "", "Address under which people reach the service, https://...; switches secure cookies on."),
    Setting("allowed_origins", "", "Web sites, separated by spaces, whose pages may embed the chat."),
    Setting("trusted_proxies", "", "Networks, separated by spaces, whose X-Forwarded-For is believed."),
    Setting("session_rate", "60", "Messages a minute from one conversation before it is asked to slow down."),
    Setting("address_rate", "3000", "Messages a minute from one network address before it is asked to slow down."),
    Setting("directory_rate", "600", "Pages of the published directory a minute for one network address."),
    Setting("council_rate", "240", "Council pages and public figures a minute for one network address."),
    Setting("telegram_token", "", "Token of a Telegram bot; empty: no Telegram."),
    Setting("telegram_api", "", "Address of a Bot API server of your own; empty: Telegram's."),
    Setting("telegram_webhook_secret", "", "Secret for Telegram's webhook; empty: polling."),
    Setting(
        "secret_key",
        "",
        "Key that hides Telegram chat ids and seals second steps; empty: made once and kept in the var folder.",
    ),
)
BY_NAME: Final = {setting.name: setting for setting in SETTINGS}


class Settings:
    """The values of all settings, checked. Raises `BadSettingError` for one that cannot be used."""

    def __init__(self, environment: Mapping[str, str]) -> None:
        unknown = [name for name in environment if name.startswith(PREFIX) and name not in _VARIABLES]
        if unknown:
            raise BadSettingError(f"{unknown[0]} is not a setting of Kith. README.md lists them.")
        self._values = {s.name: environment.get(s.variable, s.default).strip() or s.default for s in SETTINGS}
        self.host = self._values["host"]
        self.port = self._port("port")
        self.operator = self._values["operator"]
        self.var = Path(self._values["var"]).resolve()
        self.contacts = self._folder("contacts")
        self.identity_providers = self._file("identity_providers")
        self.database_url = self._database("database_url")
        self.engine_url = self._address("engine_url", _WEB).rstrip("/")
        self.engine_port = self._port("engine_port")
        self.engine_database_url = self._values["engine_database_url"]
        self.action_host = self._values["action_host"]
        self.action_port = self._port("action_port")
        self.redis_url = self._address("redis_url", _REDIS)
        self.example_services = self._yes("example_services")
        self.public_url = self._address("public_url", _WEB).rstrip("/")
        self.allowed_origins = tuple(self._values["allowed_origins"].split())
        self.trusted_proxies = self._networks("trusted_proxies")
        self.session_rate = self._number("session_rate")
        self.address_rate = self._number("address_rate")
        self.directory_rate = self._number("directory_rate")
        self.council_rate = self._number("council_rate")
        self.telegram_token = self._values["telegram_token"]
        self.telegram_api = self._address("telegram_api", _WEB)
        self.telegram_webhook_secret = self._webhook_secret("telegram_webhook_secret")

    @property
    def secure(self) -> bool:
        """True when people reach the service over https, so that cookies must not travel otherwise."""
        return self.public_url.startswith("https://")

    @property
    def site(self) -> str:
        """The address that links to this service begin with."""
        return self.public_url or f"http://{self.host}:{self.port}"

    @property
    def runs_engine(self) -> bool:
        """True when this copy starts its own engine."""
        return not self.engine_url

    def secret_key(self) -> bytes:
        """The key for Telegram sessions: the setting, or one made once and kept where only the operator can read."""
        if self._values["secret_key"]:
            return self._values["secret_key"].encode()
        path = self.var / "secret_key"
        if not path.exists():
            self.var.mkdir(parents=True, exist_ok=True)
            path.touch(mode=0o600)
            path.write_text(secrets.token_hex(32))
        return path.read_text().encode()

    def _folder(self, name: str) -> Path:
        """A folder, which must be there unless it is the default one."""
        folder = Path(self._values[name]).resolve()
        if self._values[name] != BY_NAME[name].default and not folder.is_dir():
            raise BadSettingError(f"{BY_NAME[name].variable}: {folder} is not a folder.")
        return folder

    def _file(self, name: str) -> Path | None:
        """A file, which must be there where one is named."""
        if not self._values[name]:
            return None
        path = Path(self._values[name]).resolve()
        if not path.is_file():
            raise BadSettingError(f"{BY_NAME[name].variable}: {path} is not a file.")
        return path

    def _database(self, name: str) -> str:
        """The address of a database. It can hold a password, which the error leaves out."""
        with contextlib.suppress(ArgumentError, ValueError):
            if make_url(self._values[name]).drivername in _DATABASES:
                return self._values[name]
        raise BadSettingError(
            f"{BY_NAME[name].variable} must be like sqlite:///path or postgresql+psycopg://user@host/name."
        )

    def _address(self, name: str, beginnings: tuple[str, ...]) -> str:
        """An address that begins as its kind does, or none. It can hold a password, which the error leaves out."""
        value = self._values[name]
        if value and not value.startswith(beginnings):
            raise BadSettingError(f"{BY_NAME[name].variable} must begin with {' or '.join(beginnings)}.")
        return value

    def _webhook_secret(self, name: str) -> str:
        """What Telegram takes for one, and long enough; or none."""
        value = self._values[name]
        if value and not re.fullmatch(r"[A-Za-z0-9_-]{16,256}", value):
            raise BadSettingError(f"{BY_NAME[name].variable} must be 16 to 256 letters, digits, _ or -.")
        return value

    def _port(self, name: str) -> int:
        value = self._values[name]
        if not value.isdecimal() or not 0 < int(value) < 65536:
            raise BadSettingError(f"{BY_NAME[name].variable} must be a port number from 1 to 65535, not {value!r}.")
        return int(value)

    def _number(self, name: str) -> int:
        value = self._values[name]
        if not value.isdecimal() or int(value) == 0:
            raise BadSettingError(f"{BY_NAME[name].variable} must be a whole number above 0, not {value!r}.")
        return int(value)

    def _yes(self, name: str) -> bool:
        value = self._values[name].lower()
        if value not in {"yes", "no"}:
            raise BadSettingError(f"{BY_NAME[name].variable} must be yes or no, not {value!r}.")
        return value == "yes"

    def _networks(self, name: str) -> tuple[str, ...]:
        networks = tuple(self._values[name].split())
        for network in networks:
            try:
                ip_network(network)
            except ValueError:
                raise BadSettingError(f"{BY_NAME[name].variable}: {network!r} is not a network.") from None
        return networks


_VARIABLES: Final = frozenset(setting.variable for setting in SETTINGS)
