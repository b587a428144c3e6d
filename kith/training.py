"""The dialogue model: trained from the files of this checkout, once for each version of them."""

from __future__ import annotations

import hashlib
import subprocess
from pathlib import Path
from typing import Final

from kith.errors import TrainingError

ROOT: Final = Path(__file__).resolve().parents[1]
ENGINE_PYTHON: Final = ROOT / "engine" / ".venv" / "bin" / "python"
_MADE_FROM: Final = (
    "config.yml",
    "domain.yml",
    "nlu_data/**/*.yml",
    "engine/reader/*",
    "engine/*.py",
    "engine/patches/*.py",
    "engine/uv.lock",
)


def fingerprint() -> str:
    """What the model is made from."""
    digest = hashlib.sha256()
    for pattern in _MADE_FROM:
        for path in sorted(ROOT.glob(pattern)):
            digest.update(str(path.relative_to(ROOT)).encode())
            digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def model_path(var: Path) -> Path:
    """Where the model of these files is, or will be."""
    return var / "models" / f"kith-{fingerprint()}.tar.gz"


def train(var: Path) -> Path:
    """Train the model of these files, unless it is there, and drop older ones. Returns its path."""
    model = model_path(var)
    if model.exists():
        return model
    if not ENGINE_PYTHON.exists():
        raise TrainingError("The dialogue engine's environment is missing: make setup makes it.")
    log = var / "log" / "train.log"
    log.parent.mkdir(parents=True, exist_ok=True)
    command = [str(ENGINE_PYTHON), "-m", "engine.launcher", "train", "--data", "nlu_data", "--domain", "domain.yml"]
    command += ["--config", "config.yml", "--out", str(model.parent), "--fixed-model-name", model.name]
    with log.open("w") as output:
        done = subprocess.run(command, cwd=ROOT, stdout=output, stderr=output, check=False)
    if done.returncode != 0 or not model.exists():
        raise TrainingError(f"The dialogue model could not be trained. Details: {log}")
    for older in model.parent.glob("kith-*.tar.gz"):
        if older != model:
            older.unlink()
    return model
