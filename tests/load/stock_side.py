"""The other side: Rasa 3.6.21 as `pip install rasa` and `rasa init` give it, with TensorFlow, in its own environment.

The configuration is the one that `rasa init` writes (DIET, response selector, TED and the rest); only the domain, the
training data and the custom action are replaced, by the same screening written as a first project would write it
(`stock/`).
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import bootstrap
from tests.conftest import free_port
from tests.load.processes import BenchError, Server, family, finish, memory_mb, process_table, program

PACKAGES = ("rasa==3.6.21", "setuptools<81")  # Rasa imports pkg_resources, which setuptools 81 dropped
PROJECT_FILES = Path(__file__).parent / "stock"
MAKE_PROJECT = "from rasa.cli.scaffold import create_initial_project; create_initial_project('.')"
"""What `rasa init` does before it trains its example, which nobody needs here."""
REPLACED = ("actions", "data", "tests", "domain.yml", "endpoints.yml")
MODEL = "stock.tar.gz"


@dataclass(frozen=True)
class StockFolder:
    """Where the stock environment and project are kept from run to run."""

    root: Path

    @property
    def environment(self) -> Path:
        return self.root / ".venv"

    @property
    def project(self) -> Path:
        return self.root / "project"

    @property
    def rasa(self) -> str:
        return str(self.environment / "bin" / "rasa")

    @property
    def python(self) -> str:
        return str(self.environment / "bin" / "python")

    def variables(self) -> dict[str, str]:
        """What stock programs find in their environment."""
        return {**os.environ, "RASA_TELEMETRY_ENABLED": "false", "SANIC_HOST": "127.0.0.1"}


def stock_memory_mb(stock: Server) -> float:
    """The memory of the Rasa process; the action server has its own."""
    return memory_mb(family(process_table(), stock.process.pid))


def make_environment(folder: StockFolder, log: Path) -> None:
    """Install stock Rasa, with bytecode, unless it is there."""
    made_from = " ".join(PACKAGES)
    if _stamped(folder.root / "environment-made-from", made_from):
        return
    with bootstrap.step("Installing stock Rasa with TensorFlow (2.6 GB, some minutes, the first time)"):
        uv = bootstrap.find_uv()
        python = bootstrap.find_python(uv, bootstrap.ENGINE_PYTHON)
        if python is None:
            raise BenchError(bootstrap.INSTALL_HINT)
        folder.root.mkdir(parents=True, exist_ok=True)
        shutil.rmtree(folder.environment, ignore_errors=True)
        here, variables = folder.root, folder.variables()
        finish([uv, "venv", "--no-project", "--python", python, str(folder.environment)], log, here, variables)
        install = [uv, "pip", "install", "--compile-bytecode", "--python", folder.python, *PACKAGES]
        finish(install, log, here, variables)
    (folder.root / "environment-made-from").write_text(made_from)


def make_project(folder: StockFolder, log: Path) -> None:
    """Write the project and train it, unless the trained model of these files is there."""
    made_from = _fingerprint()
    if _stamped(folder.root / "project-made-from", made_from):
        return
    with bootstrap.step("Training stock Rasa (two minutes, the first time)"):
        shutil.rmtree(folder.project, ignore_errors=True)
        folder.project.mkdir(parents=True)
        finish([folder.python, "-c", MAKE_PROJECT], log, folder.project, folder.variables())
        for name in REPLACED:
            _remove(folder.project / name)
        shutil.copytree(PROJECT_FILES, folder.project, dirs_exist_ok=True)
        finish([folder.rasa, "train", "--fixed-model-name", MODEL], log, folder.project, folder.variables())
    (folder.root / "project-made-from").write_text(made_from)


def _stamped(stamp: Path, made_from: str) -> bool:
    return stamp.exists() and stamp.read_text() == made_from


def _fingerprint() -> str:
    files = sorted(path for path in PROJECT_FILES.rglob("*") if path.suffix in (".yml", ".py"))
    contents = (f"{path.relative_to(PROJECT_FILES)}\n{path.read_text()}" for path in files)
    return hashlib.sha256("\n".join([*PACKAGES, *contents]).encode()).hexdigest()


def _remove(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


@contextlib.contextmanager
def stock_actions(folder: StockFolder, log: Path) -> Iterator[str]:
    """rasa-sdk's own action server; its address as Rasa calls it."""
    port = free_port()
    command = [folder.python, "-m", "rasa_sdk", "--actions", "actions.actions", "--port", str(port)]
    with program(command, log, folder.project, folder.variables()):
        yield f"http://127.0.0.1:{port}/webhook"


@contextlib.contextmanager
def stock_rasa(folder: StockFolder, actions_url: str, log: Path) -> Iterator[Server]:
    """`rasa run` on a free loopback port."""
    port = free_port()
    command = [folder.rasa, "run", "--model", f"models/{MODEL}", "-i", "127.0.0.1", "-p", str(port)]
    with program(command, log, folder.project, folder.variables() | {"ACTIONS": actions_url}) as process:
        yield Server(process, f"http://127.0.0.1:{port}")
