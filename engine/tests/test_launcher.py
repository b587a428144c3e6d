"""The command line: what it adds, what it refuses, and one clear line when there is nothing to serve."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine import launcher, patches
from engine.launcher import Refused, arguments_for_rasa
from engine.tests.conftest import run_module


def test_run_listens_on_loopback_unless_told_otherwise() -> None:
    assert arguments_for_rasa(["run", "-p", "5005"]) == ["run", "-p", "5005", "-i", "127.0.0.1"]
    assert arguments_for_rasa(["run", "-i", "10.0.0.1"]) == ["run", "-i", "10.0.0.1"]
    assert arguments_for_rasa(["run", "--interface=10.0.0.1"]) == ["run", "--interface=10.0.0.1"]
    assert arguments_for_rasa(["train"]) == ["train"]


def test_tests_draw_no_plots_as_the_library_for_them_is_left_out() -> None:
    assert arguments_for_rasa(["test", "nlu"]) == ["test", "nlu", "--no-plot"]


@pytest.mark.parametrize("option", ["--enable-api", "--enable-a"])
def test_the_http_api_is_refused(option: str) -> None:
    with pytest.raises(Refused, match="load a model"):
        arguments_for_rasa(["run", option])


@pytest.mark.parametrize("option", ["-v", "-vv", "--verbose", "--debug", "--deb"])
def test_a_log_level_at_which_rasa_writes_messages_is_refused(option: str) -> None:
    with pytest.raises(Refused, match="log level"):
        arguments_for_rasa(["run", option])


def test_a_refusal_is_one_line_and_an_exit_code(capsys: pytest.CaptureFixture[str]) -> None:
    assert launcher.main(["run", "--enable-api"]) == 2
    assert len(capsys.readouterr().err.splitlines()) == 1


@pytest.mark.parametrize(("content", "reason"), [(None, "There is no model"), (b"not a model", "could not be loaded")])
def test_without_a_usable_model_it_says_so_in_one_line_and_exits(
    content: bytes | None, reason: str, tmp_path: Path
) -> None:
    if content is not None:
        (tmp_path / "broken.tar.gz").write_bytes(content)
    (tmp_path / "credentials.yml").write_text("rest:\n")
    done = run_module("engine.launcher", "run", "--model", str(tmp_path), "-p", "0", cwd=tmp_path)
    assert done.returncode == 3
    assert reason in done.stderr
    assert len(done.stderr.splitlines()) == 1
    assert "Traceback" not in done.stdout + done.stderr


def test_the_patches_refuse_any_other_rasa() -> None:
    patches.check_version("3.6.21")
    with pytest.raises(patches.WrongRasaVersion, match=r"Rasa 3\.6\.22 is installed"):
        patches.check_version("3.6.22")
