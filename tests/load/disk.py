"""How much room an installed environment takes."""

from __future__ import annotations

import subprocess
from importlib.metadata import Distribution, distributions
from pathlib import Path

from tests.load.processes import BenchError


def size_gb(folder: Path) -> float:
    """The room that `folder` takes on the disk in gigabytes of 10^9 bytes; a file with several names counts once."""
    seen = {(status.st_dev, status.st_ino): status.st_blocks for status in (p.lstat() for p in folder.rglob("*"))}
    return sum(seen.values()) * 512 / 1e9


def development_gb(uv: str, project: Path, environment: Path) -> float:
    """The room that packages of `environment` take which only development needs (the `dev` group of `project`)."""
    command = [uv, "export", "--frozen", "--no-dev", "--no-hashes", "--no-header", "--no-annotate"]
    listed = subprocess.run([*command, "--project", str(project)], capture_output=True, text=True, check=False)
    if listed.returncode != 0:
        raise BenchError(f"uv could not list the packages of {project}: {listed.stderr.strip()}")
    needed = {_plain(line.split("==")[0]) for line in listed.stdout.splitlines() if "==" in line}
    packages = next(environment.glob("lib/python*/site-packages"))
    extra = (d for d in distributions(path=[str(packages)]) if _plain(d.metadata["Name"]) not in needed)
    return sum(_distribution_bytes(distribution) for distribution in extra) / 1e9


def _plain(name: str) -> str:
    return name.lower().replace("_", "-").replace(".", "-").strip()


def _distribution_bytes(distribution: Distribution) -> int:
    files = {Path(str(distribution.locate_file(file))) for file in distribution.files or ()}
    compiled = {c for f in files if f.suffix == ".py" for c in f.parent.glob(f"__pycache__/{f.stem}.*.pyc")}
    return sum(file.stat().st_blocks * 512 for file in files | compiled if file.exists())
