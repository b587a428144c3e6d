"""One trained test model and one action server for all tests; each engine under test is a process of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from engine import launcher
from engine.tests import action_server

launcher.prepare()

ROOT = Path(__file__).resolve().parents[2]
PROJECT = Path(__file__).parent / "project"
Observed = list[list[dict[str, Any]]]


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--messages", type=int, default=400, help="how many random messages to compare with stock Rasa")


def run_module(*arguments: str, stdin: str = "", cwd: Path = ROOT) -> subprocess.CompletedProcess[str]:
    """Run `python -m ...` in a process of its own, with the repository root to import from."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    return subprocess.run(
        [sys.executable, "-m", *arguments],
        input=stdin,
        cwd=cwd,
        env=environment,
        capture_output=True,
        text=True,
        timeout=600,
        check=False,
    )


@pytest.fixture(scope="session")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The test project, trained by the launcher."""
    folder = tmp_path_factory.mktemp("models")
    done = run_module(
        *("engine.launcher", "train", "--data", "nlu_data", "--out", str(folder), "--fixed-model-name", "test"),
        cwd=PROJECT,
    )
    assert done.returncode == 0, done.stderr
    return folder / "test.tar.gz"


@pytest.fixture(scope="session")
def actions_url() -> Iterator[str]:
    with action_server.running() as url:
        yield url


@pytest.fixture
def converse(model: Path, actions_url: str, tmp_path: Path) -> Callable[[str, list[list[str]]], Observed]:
    """`converse(kind, dialogues)`: what one kind of engine (see `drive.py`) did in each turn of each dialogue."""

    def run(kind: str, dialogues: list[list[str]]) -> Observed:
        database = f"sqlite:///{tmp_path}/{kind}.db"
        done = run_module(*("engine.tests.drive", kind, str(model), actions_url, database), stdin=json.dumps(dialogues))
        assert done.returncode == 0, done.stderr
        observed: Observed = json.loads(done.stdout)
        return observed

    return run
