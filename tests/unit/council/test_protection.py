"""Where a sign-in may lead, and which forms are believed."""

from __future__ import annotations

import pytest
from aiohttp.test_utils import make_mocked_request

from council.protection import HOME, carries_token, comes_from_here, safe_next
from council.sessions import form_token


@pytest.mark.parametrize(
    "target", ["/council", "/council/figures", "/council/figures?quarter=2026-Q4&council=E10000016"]
)
def test_a_council_page_may_be_gone_on_to(target: str) -> None:
    assert safe_next(target) == target


@pytest.mark.parametrize(
    "target",
    [
        "",
        "https://evil.example/council",
        "//evil.example/council",
        "/\\evil.example/council",
        "/council//evil.example",
        "/council/../../evil",
        "/council/%2e%2e/evil",
        "/council%2F%2Fevil.example",
        "/councillor",
        "javascript:alert(1)",
        "/council/figures\r\nSet-Cookie: a=b",
        "/council/figures quarter",
        "\t/council",
        "/council/\u2028",
        "/",
    ],
)
def test_anywhere_else_leads_home(target: str) -> None:
    assert safe_next(target) == HOME


@pytest.mark.parametrize(
    ("headers", "believed"),
    [
        ({"Sec-Fetch-Site": "same-origin"}, True),
        ({"Sec-Fetch-Site": "same-site"}, False),
        ({"Sec-Fetch-Site": "cross-site"}, False),
        ({"Sec-Fetch-Site": "none"}, False),
        ({"Sec-Fetch-Site": "cross-site", "Origin": "https://kith.example"}, False),
        ({"Origin": "https://kith.example"}, True),
        ({"Origin": "https://KITH.example"}, True),
        ({"Origin": "https://kith.example.evil.example"}, False),
        ({"Origin": "https://kith.example:8443"}, False),
        ({"Origin": "null"}, False),
        ({"Origin": "https://[broken"}, False),
        ({}, True),
    ],
)
def test_a_form_of_another_site_is_not_believed(headers: dict[str, str], believed: bool) -> None:
    request = make_mocked_request("POST", "/council/sign-in", headers={"Host": "kith.example", **headers})
    assert comes_from_here(request) is believed


def test_a_form_is_believed_only_with_the_token_of_its_own_cookie() -> None:
    assert carries_token("a cookie", form_token("a cookie"))
    assert not carries_token("a cookie", form_token("another cookie"))
    assert not carries_token("a cookie", "")
    assert not carries_token("a cookie", "\udcff")
    assert not carries_token("", form_token(""))


def test_the_token_in_a_form_is_not_the_cookie() -> None:
    assert "a cookie" not in form_token("a cookie")
