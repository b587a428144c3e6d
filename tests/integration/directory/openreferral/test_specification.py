"""The published directory against the published description of its interface: addresses, parameters, envelopes."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from aiohttp.test_utils import TestClient
from jsonschema import Draft202012Validator

from directory.openreferral.vocabulary import taxonomy_id
from directory.openreferral.web import BASE

Client = TestClient[Any, Any]
EXAMPLES = {
    "search": "lunch", "page": "1", "per_page": "10", "taxonomy_term_id": "5bda2948-bcbc-5c10-a6a2-9e75eb18fcc6",
    "taxonomy_id": taxonomy_id("need"), "minimum_age": "18", "maximum_age": "65", "start_time": "09:00",
    "end_time": "17:00", "day": "MO", "postcode": "B13 8AB", "proximity": "5000",
    "organization_id": "5bda2948-bcbc-5c10-a6a2-9e75eb18fcc6", "modified_after": "2026-01-01T00:00:00Z", "full": "true",
}  # fmt: skip
NOT_OFFERED = {"minimal", "format", "full_service"}
"""Described by the standard, but no address of the UK profile takes them."""


@pytest.fixture(scope="session")
def specification(standard: Path) -> dict[str, Any]:
    read: dict[str, Any] = json.loads((standard / "openapi.json").read_text("utf-8"))
    return read


def parameters(specification: dict[str, Any], path: str) -> list[str]:
    named = [each["$ref"].rpartition("/")[2] for each in specification["paths"][path]["get"].get("parameters", [])]
    return [specification["components"]["parameters"][name]["name"] for name in named]


def envelope(specification: dict[str, Any]) -> Draft202012Validator:
    page = specification["components"]["schemas"]["Page"]
    return Draft202012Validator(page | {"required": [*page["properties"]]})


async def test_every_address_answers(client: Client, specification: dict[str, Any]) -> None:
    for path in specification["paths"]:
        if path.endswith("/{id}"):
            listed = await (await client.get(f"{BASE}{path.removesuffix('/{id}')}")).json()
            path = path.replace("{id}", listed["contents"][0]["id"])
        response = await client.get(f"{BASE}{path}")
        assert (path, response.status, response.content_type) == (path, 200, "application/json")


async def test_the_front_page_is_as_described(client: Client, specification: dict[str, Any]) -> None:
    described = specification["paths"]["/"]["get"]["responses"]["200"]["content"]["application/json"]["schema"]
    checker = Draft202012Validator(
        described | {"required": [*described["properties"]]}, format_checker=Draft202012Validator.FORMAT_CHECKER
    )
    assert [*checker.iter_errors(await (await client.get(f"{BASE}/")).json())] == []


async def test_every_parameter_of_every_list_is_taken_and_the_envelope_kept(
    client: Client, specification: dict[str, Any]
) -> None:
    checker = envelope(specification)
    lists = [path for path in specification["paths"] if path != "/" and not path.endswith("{id}")]
    assert len(lists) == 4
    for path in lists:
        for name in parameters(specification, path):
            asked = {name: EXAMPLES[name]} | ({"postcode": EXAMPLES["postcode"]} if name == "proximity" else {})
            response = await client.get(f"{BASE}{path}", params=asked)
            page = await response.json()
            assert (path, name, response.status) == (path, name, 200)
            assert [*checker.iter_errors(page)] == []
            assert isinstance(page["contents"], list)


async def test_of_the_other_parameters_it_is_known_which_are_taken(
    client: Client, specification: dict[str, Any]
) -> None:
    described = {each["name"] for each in specification["components"]["parameters"].values()}
    assert described == EXAMPLES.keys() | NOT_OFFERED
    for path in ("services", "service_at_locations"):
        for name in ("organization_id", "modified_after", "full"):
            assert (await client.get(f"{BASE}/{path}", params={name: EXAMPLES[name]})).status == 200
        for name in NOT_OFFERED:
            assert (await client.get(f"{BASE}/{path}", params={name: "true"})).status == 400
