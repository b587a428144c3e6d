"""Addresses are published in the form of the schemas, or not at all."""

from __future__ import annotations

import pytest

from directory.openreferral.formats import email, uri


@pytest.mark.parametrize(
    ("written", "published"),
    [
        ("https://example.org/a%20b?c=d%26e&f=g+h#i", "https://example.org/a%20b?c=d%26e&f=g+h#i"),
        ("http://münchen.example/straße?q=ä", "http://xn--mnchen-3ya.example/stra%C3%9Fe?q=%C3%A4"),
        ("https://example.org/[x]#y#z", "https://example.org/%5Bx%5D#y%23z"),
        ("https://example.org/%zz", "https://example.org/%25zz"),
        ("https://example.org:99999/", None),
        ("https://" + "ä" * 70 + ".org", None),
        ("javascript:alert(1)", None),
        ("www.example.org", None),
        ("", None),
        (None, None),
    ],
)
def test_a_web_address_has_the_letters_of_a_uri(written: str | None, published: str | None) -> None:
    assert uri(written) == published


@pytest.mark.parametrize("written", ["office@example.org", "first.last+tag@sub.example.co.uk"])
def test_an_email_address_stays_as_it_is(written: str) -> None:
    assert email(written) == written


@pytest.mark.parametrize(
    "written", ["ä@example.org", "a..b@example.org", "a@b.org.", "a@x_y.org", "a@-x.org", "a@b", "", None]
)
def test_what_schemas_refuse_is_no_email_address(written: str | None) -> None:
    assert email(written) is None
