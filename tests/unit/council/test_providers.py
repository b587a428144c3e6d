"""The operator's file of identity providers: what is taken, and what is refused with a reason and without a secret."""

from __future__ import annotations

from pathlib import Path

import pytest

from council.providers import BrokenProvidersError, Provider, read_providers

TENANT = "6c1f2a3b-0000-4000-8000-123456789abc"
ENTRA = f"https://login.microsoftonline.com/{TENANT}/v2.0"
FILE = f"""
version: 1
providers:
  - council: E08000025
    name: Birmingham City Council
    issuer: {ENTRA}
    client_id: an-id
    client_secret: a-secret-value
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "providers.yml"
    path.write_text(FILE)
    return path


def test_a_provider_is_read_for_its_council(file: Path) -> None:
    provider = read_providers(file)["E08000025"]
    assert (provider.issuer, provider.tenant, provider.subject_claim) == (ENTRA, TENANT, "oid")
    assert provider.client_secret.get_secret_value() == "a-secret-value"
    assert "a-secret-value" not in repr(provider)
    assert not provider.passwords


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (TENANT, "common", "own tenant"),
        (TENANT, "organizations", "own tenant"),
        (TENANT, "consumers", "own tenant"),
        (TENANT, "{tenantid}", "own tenant"),
        ("/v2.0", "", "Entra ID"),
        ("https://login", "http://login", "https"),
        (ENTRA, "birmingham.example", "address"),
        (ENTRA, "https://id.example/?a=b", "address"),
        ("E08000025", "E07000111", "council"),
        ("client_id: an-id", "client: an-id", "client_id"),
        ("version: 1", "version: [", "cannot be read"),
    ],
)
def test_what_cannot_be_right_is_refused_without_telling_the_secret(file: Path, old: str, new: str, said: str) -> None:
    file.write_text(FILE.replace(old, new))
    with pytest.raises(BrokenProvidersError, match=said) as refused:
        read_providers(file)
    assert "a-secret-value" not in str(refused.value)


def test_a_council_has_one_provider(file: Path) -> None:
    file.write_text(FILE + FILE[FILE.index("  - council") :])
    with pytest.raises(BrokenProvidersError, match="twice"):
        read_providers(file)


@pytest.mark.parametrize(
    ("url", "may"),
    [
        ("https://login.microsoftonline.com/keys", True),
        ("https://login.microsoftonline.com:444/keys", False),
        ("http://login.microsoftonline.com/keys", False),
        ("https://login.microsoftonline.com@evil.example/", False),
        ("https://a:b@login.microsoftonline.com/", False),
        ("https://login.microsoftonline.com.evil.example/", False),
        ("https://graph.example/keys", True),
        ("//login.microsoftonline.com/", False),
        ("file:///etc/passwd", False),
    ],
)
def test_only_the_issuers_host_and_those_named_are_called(file: Path, url: str, may: bool) -> None:
    values = read_providers(file)["E08000025"].model_dump() | {"hosts": ["graph.example"]}
    assert Provider.model_validate(values).may_call(url) is may
