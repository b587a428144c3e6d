"""The engine as people meet it: over HTTP, killed at any moment, with nothing of what they wrote left behind."""

from __future__ import annotations

from pathlib import Path

from engine.tests.serving import Engine

SECRET = "my neighbour Zebedee drinks"
ANSWERS = ("start the check", "often", "2", "never")


def test_a_conversation_goes_on_where_it_was_after_the_process_is_killed_between_messages(
    model: Path, actions_url: str, tmp_path: Path
) -> None:
    replies = []
    for message in ANSWERS:
        with Engine(tmp_path, model, actions_url) as engine:
            replies.append(engine.say("ann", message))
    assert replies == [["How often 1"], ["How often 2"], ["How often 3"], [f"Total {3 + 2 + 1}", "Where"]]


def test_no_word_of_a_message_reaches_the_database_or_the_log(model: Path, actions_url: str, tmp_path: Path) -> None:
    with Engine(tmp_path, model, actions_url) as engine:
        for message in (SECRET, *ANSWERS, SECRET, f"Leeds, {SECRET}", SECRET, "gardening", f'/unknown{{"{SECRET}": }}'):
            engine.say("ann", message)
        engine.say("ann", f"/{SECRET}")
        at_rest = engine.bytes_at_rest()
    for word in SECRET.split():
        assert word.encode() not in at_rest
        assert word not in (tmp_path / "log.txt").read_text()
    assert b"some_of_the_time" in at_rest  # what the components read stays, so the test looked in the right place
    assert b"E08000035" in at_rest


def test_restart_leaves_nothing_of_the_conversation_before_it(model: Path, actions_url: str, tmp_path: Path) -> None:
    with Engine(tmp_path, model, actions_url) as engine:
        for message in ANSWERS:
            engine.say("ann", message)
        before = engine.bytes_at_rest()
        engine.say("ann", "/restart")
        after = engine.bytes_at_rest()
    assert b"some_of_the_time" in before
    assert b"some_of_the_time" not in after
    assert b"check_form" not in after


def test_an_error_in_an_action_is_logged_by_its_kind_and_place_alone(model: Path, tmp_path: Path) -> None:
    with Engine(tmp_path, model, "http://127.0.0.1:9/nobody-listens") as engine:
        engine.say("ann", "start the check")
        engine.say("ann", SECRET)
    log = (tmp_path / "log.txt").read_text()
    assert "validate_check_form" in log
    assert "Zebedee" not in log
