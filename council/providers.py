"""Which identity provider signs in the users of which council: a file of the operator's, as it holds secrets."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Final, Literal
from urllib.parse import urlsplit

import yaml
from pydantic import BaseModel, ConfigDict, Field, SecretStr, ValidationError, field_validator

_ENTRA: Final = re.compile(r"https://login\.microsoftonline\.(?:com|us)/([^/]+)/v2\.0")
_TENANT: Final = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_HERE: Final = frozenset({"127.0.0.1", "localhost", "::1"})


class BrokenProvidersError(ValueError):
    """A file of identity providers that cannot be used; says what is wrong with it, and none of its secrets."""


class Provider(BaseModel):
    """The identity provider of one council.

    `hosts` are hosts besides the issuer's own that its addresses may lie on. With `passwords` users of the council may
    choose a password instead when they set their account up.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    council: Annotated[str, Field(pattern=r"^E(?:06|08|09|10)\d{6}$")]
    name: Annotated[str, Field(min_length=1, max_length=80)]
    issuer: str
    client_id: Annotated[str, Field(min_length=1)]
    client_secret: SecretStr
    hosts: tuple[str, ...] = ()
    passwords: bool = False

    @field_validator("issuer")
    @classmethod
    def _one_secure_issuer(cls, issuer: str) -> str:
        address = urlsplit(issuer)
        if address.query or address.fragment or not address.hostname:
            raise ValueError("the issuer is an address without ? and #")
        if address.scheme != "https" and not (address.scheme == "http" and address.hostname in _HERE):
            raise ValueError("the issuer must begin with https://")
        if (entra := _ENTRA.fullmatch(issuer)) and not _TENANT.fullmatch(entra[1]):
            raise ValueError("Entra ID: name your own tenant by its id; common, organizations and the like are refused")
        if address.hostname.startswith("login.microsoftonline.") and not entra:
            raise ValueError("Entra ID: the issuer is https://login.microsoftonline.com/TENANT-ID/v2.0")
        return issuer

    @property
    def tenant(self) -> str | None:
        """The tenant of an Entra ID issuer; None for other providers."""
        entra = _ENTRA.fullmatch(self.issuer)
        return entra[1] if entra else None

    @property
    def subject_claim(self) -> str:
        """The claim that never changes for a person: Entra ID's object id, else the subject."""
        return "oid" if self.tenant else "sub"

    def may_call(self, url: str) -> bool:
        """Whether an address lies on the issuer's own host, or on one that the operator named."""
        asked, own = urlsplit(url), urlsplit(self.issuer)
        if asked.scheme != own.scheme or asked.username or asked.password:
            return False
        return asked.netloc == own.netloc or asked.netloc in self.hosts


class _File(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    version: Literal[1]
    providers: tuple[Provider, ...]


def read_providers(path: Path) -> Mapping[str, Provider]:
    """Return the providers of a file by council. Raises BrokenProvidersError."""
    try:
        providers = _File.model_validate(yaml.safe_load(path.read_text(encoding="utf-8"))).providers
    except ValidationError as error:
        first = error.errors(include_input=False)[0]
        where = ".".join(str(part) for part in first["loc"])
        raise BrokenProvidersError(f"{path}: {where}: {first['msg']}") from None
    except (yaml.YAMLError, OSError, UnicodeDecodeError) as error:
        raise BrokenProvidersError(f"{path}: {type(error).__name__}: it cannot be read") from None
    by_council = {provider.council: provider for provider in providers}
    if len(by_council) < len(providers):
        raise BrokenProvidersError(f"{path}: a council stands there twice")
    return by_council
