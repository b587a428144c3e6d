"""Left-out libraries can be imported, subclassed and annotated with, and refuse every use."""

from __future__ import annotations

import importlib

import pytest

from engine.standin import LeftOut


@pytest.mark.parametrize("name", ["tensorflow", "tensorflow.keras.utils", "boto3.dynamodb.conditions", "twilio.rest"])
def test_a_left_out_library_can_be_imported(name: str) -> None:
    assert importlib.import_module(name).__name__ == name


def test_calling_anything_of_it_is_refused_in_plain_words() -> None:
    tensorflow = importlib.import_module("tensorflow")
    with pytest.raises(LeftOut, match=r"tensorflow\.constant was used, but tensorflow is left out"):
        tensorflow.constant(3)
    with pytest.raises(LeftOut, match=r"tensorflow\.keras\.layers\.Dense was used"):
        tensorflow.keras.layers.Dense(3)


def test_a_class_built_on_it_can_be_defined_but_not_instantiated() -> None:
    client = importlib.import_module("twilio.rest").Client
    output = type("Output", (client, dict), {})
    with pytest.raises(LeftOut, match=r"twilio\.rest\.Client was used"):
        output()


def test_its_exceptions_stand_in_except_clauses() -> None:
    errors = importlib.import_module("pymongo.errors")
    assert issubclass(errors.ConnectionFailure, Exception)


def test_a_library_that_is_merely_missing_is_not_stood_in_for() -> None:
    with pytest.raises(ModuleNotFoundError):
        importlib.import_module("no_such_library")
