"""Make the two Python environments: the app's (.venv) and the engine's (engine/.venv). Standard library only.

Run by `make`. Says in one line what is missing, and does nothing when both environments are up to date.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent
TOOLS = ROOT / "var" / "tools"
LOG = ROOT / "var" / "log" / "setup.log"
APP_PYTHONS = ("3.11", "3.12", "3.13")
ENGINE_PYTHON = "3.10"
INSTALL_HINT = (
    f"Python {ENGINE_PYTHON} is needed for the dialogue engine and was not found. Install it with one of: "
    f"uv python install {ENGINE_PYTHON} | pyenv install {ENGINE_PYTHON} | your system's package manager."
)


class SetupError(Exception):
    """Something that only the person at the keyboard can mend; the message is one line."""


def main() -> int:
    """Bring both environments up to date. Returns the exit code."""
    try:
        needs_app, needs_engine = stale(ROOT), stale(ROOT / "engine")
        if needs_app or needs_engine:
            LOG.parent.mkdir(parents=True, exist_ok=True)
            uv = find_uv()
            if needs_app:
                sync(uv, ROOT, find_python(uv, *APP_PYTHONS) or sys.executable, "the app's environment (about 1.5 GB)")
            if needs_engine:
                python = find_python(uv, ENGINE_PYTHON)
                if python is None:
                    raise SetupError(INSTALL_HINT)
                sync(uv, ROOT / "engine", python, "the dialogue engine's environment (about 0.6 GB)")
    except SetupError as error:
        print(error, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    return 0


def fingerprint(project: Path) -> str:
    """What an environment is made from."""
    made_from = (project / name for name in ("pyproject.toml", "uv.lock"))
    return hashlib.sha256(b"".join(path.read_bytes() for path in made_from)).hexdigest()


def stamp(project: Path) -> Path:
    """The file that says from what an environment was made."""
    return project / ".venv" / "kith-made-from"


def stale(project: Path) -> bool:
    """True when the environment is missing, moved, or was made from something else."""
    made = stamp(project)
    return not made.exists() or made.read_text() != f"{project} {fingerprint(project)}"


def find_uv() -> str:
    """The `uv` program: the one on the PATH, or one of our own made with pip."""
    if found := shutil.which("uv"):
        return found
    ours = TOOLS / "bin" / "uv"
    if not ours.exists():
        with step("Installing uv"):
            run([sys.executable, "-m", "venv", str(TOOLS)])
            run([str(TOOLS / "bin" / "python"), "-m", "pip", "install", "--quiet", "uv"])
    return str(ours)


def find_python(uv: str, *versions: str) -> str | None:
    """A Python of one of `versions` that really starts: on the PATH, known to uv, or under pyenv."""
    for version in versions:
        candidates = [shutil.which(f"python{version}"), *pyenv_pythons(version), uv_python(uv, version)]
        for candidate in candidates:
            if candidate and is_version(candidate, version):
                return candidate
    return None


def pyenv_pythons(version: str) -> list[str]:
    """Pythons that pyenv installed; its shims on the PATH refuse to start versions that are not chosen."""
    homes = (Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv")), Path("/opt/pyenv"))
    installed = (path for home in homes for path in sorted(home.glob(f"versions/{version}.*/bin/python"), reverse=True))
    return [str(path) for path in installed]


def uv_python(uv: str, version: str) -> str | None:
    """The Python that uv has, or can fetch where it may."""
    for command in (["find"], ["install"]):
        subprocess.run([uv, "python", *command, version], capture_output=True, text=True, check=False, timeout=300)
    found = subprocess.run([uv, "python", "find", version], capture_output=True, text=True, check=False)
    return found.stdout.strip() if found.returncode == 0 else None


def is_version(python: str, version: str) -> bool:
    """True when `python` starts and is of that version."""
    asked = "import sys; print('%d.%d' % sys.version_info[:2])"
    try:
        answer = subprocess.run([python, "-c", asked], capture_output=True, text=True, check=False, timeout=30)
    except OSError:
        return False
    return answer.stdout.strip() == version


def sync(uv: str, project: Path, python: str, name: str) -> None:
    """Make or update the environment of `project`, with bytecode so that the first start is quick."""
    with step(f"Making {name}"):
        environment = {k: v for k, v in os.environ.items() if k != "VIRTUAL_ENV"}
        run([uv, "sync", "--frozen", "--compile-bytecode", "--python", python, "--project", str(project)], environment)
        stamp(project).write_text(f"{project} {fingerprint(project)}")


def run(command: list[str], environment: dict[str, str] | None = None) -> None:
    """Run a step with its output in the log; raise `SetupError` with the likeliest reason where it fails."""
    with LOG.open("a") as log:
        done = subprocess.run(command, stdout=log, stderr=log, env=environment, check=False)
    if done.returncode != 0:
        raise SetupError(f"{reason(LOG.read_text())} Details: {LOG}")


def reason(log: str) -> str:
    """The likeliest reason why a step failed, in plain words."""
    last = log[-4000:].lower()
    if "no space left" in last:
        return "There is no space left on the disk (about 3 GB is needed)."
    if any(sign in last for sign in ("dns error", "connection", "network", "timed out", "failed to fetch", "resolve")):
        return "A package could not be downloaded: is there a network, and is the package index reachable?"
    return "A step of the set-up failed."


class step:  # noqa: N801 - used as a context, like a function
    """Says what is going on, and how long it took."""

    def __init__(self, name: str) -> None:
        self.name = name

    def __enter__(self) -> None:
        self.started = time.monotonic()
        print(f"{self.name} ...", flush=True)

    def __exit__(self, kind: object, *_: object) -> None:
        if kind is None:
            print(f"{self.name}: done in {time.monotonic() - self.started:.0f} s", flush=True)


if __name__ == "__main__":
    sys.exit(main())
