"""The OpenAPI 3.1 description of the chat API, made from the very models that check and write its data."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

ERRORS = {
    400: "`bad_request`: not JSON, wrong types, both text and payload, or neither",
    403: "`origin_not_allowed`: the page's site is not on the operator's list",
    404: "`unknown_session`: the conversation has ended or never was; begin again with a null session",
    413: "`too_long`: a text over 4,000 characters, or `too_large`: a body over 64 KiB",
    415: "`unsupported_media_type`: the body is not application/json",
    429: "`too_many_requests`: wait for the seconds in Retry-After",
    500: "`internal`: our fault; safe to try again",
}


def openapi_document(request: type[BaseModel], response: type[BaseModel], error: type[BaseModel]) -> dict[str, Any]:
    """Return the document for a chat that takes `request` and gives `response`, or `error`."""
    _, schemas = models_json_schema(
        [(request, "validation"), (response, "serialization"), (error, "serialization")],
        ref_template="#/components/schemas/{model}",
    )
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Kith chat",
            "version": "1",
            "description": "Talk with Kith as the chat page does. Stable: names are added, never changed or removed.",
            "license": {"name": "Apache 2.0", "identifier": "Apache-2.0"},
        },
        "paths": {
            "/api/v1/chat": {"post": _chat(request.__name__, response.__name__, error.__name__)},
            "/api/v1/openapi.json": {"get": _description()},
        },
        "components": {"schemas": schemas["$defs"]},
    }


def _chat(request: str, response: str, error: str) -> dict[str, Any]:
    examples = {
        "begin": {"value": {"session": None}},
        "type": {"value": {"session": "a-token", "text": "I would like some company"}},
        "choose": {"value": {"session": "a-token", "payload": "/start_screening"}},
    }
    failures = {str(status): _answer(why, error) for status, why in ERRORS.items()}
    failures["429"]["headers"] = {"Retry-After": {"schema": {"type": "integer"}, "description": "Seconds to wait"}}
    return {
        "operationId": "chat",
        "summary": "Say one thing and get what Kith says back",
        "description": "A text that calls for the safety reply always gets it with 200, whatever else is wrong.",
        "requestBody": {
            "required": True,
            "content": {"application/json": {"schema": _ref(request), "examples": examples}},
        },
        "responses": {"200": _answer("What Kith says", response), **failures},
    }


def _description() -> dict[str, Any]:
    body = {"application/json": {"schema": {"type": "object"}}}
    return {
        "operationId": "openapi",
        "summary": "This document",
        "responses": {"200": {"description": "OpenAPI 3.1", "content": body}},
    }


def _answer(description: str, schema: str) -> dict[str, Any]:
    return {"description": description, "content": {"application/json": {"schema": _ref(schema)}}}


def _ref(schema: str) -> dict[str, str]:
    return {"$ref": f"#/components/schemas/{schema}"}
