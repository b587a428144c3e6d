"""The deployment files keep their promises: one way in, nothing loose, and every name the one that the code uses."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.web_body import LARGEST_BODY
from kith.directory_sources import STAGING_FOLDER
from kith.engine_process import engine_environment
from kith.services import CATALOGUE_FOLDER
from kith.settings import BY_NAME, PREFIX, SETTINGS, Settings

ROOT = Path(__file__).resolve().parents[2]
COMPOSE: dict[str, Any] = yaml.safe_load((ROOT / "compose.yaml").read_text())
SERVICES: dict[str, dict[str, Any]] = COMPOSE["services"]
CADDYFILE = (ROOT / "deploy" / "Caddyfile").read_text()
ENDPOINTS = (ROOT / "engine" / "endpoints.yml").read_text()
EXAMPLE = (ROOT / "deploy" / ".env.example").read_text()
VARIABLES = {setting.variable for setting in SETTINGS}
SEALED = ("engine", "database", "redis")
BUILT = ("app", "engine")
# What a person must fill in, and what the roles of the database are made with.
SECRETS = {"KITH_SECRET_KEY", "POSTGRES_PASSWORD", "APP_DATABASE_PASSWORD", "ENGINE_DATABASE_PASSWORD"}

every_service = pytest.mark.parametrize("name", SERVICES)


def interpolated(text: str) -> dict[str, str | None]:
    """The variables that Compose fills into `text`, each with its default; None where it must be set."""
    found = re.findall(r"\$\{(\w+)(?::(-|\?)([^}]*))?\}", text)
    return {name: default if kind == "-" else None for name, kind, default in found}


def stages() -> dict[str, list[tuple[str, str]]]:
    """The instructions of each stage of the Dockerfile, in order; continued lines joined, arguments filled in."""
    text = re.sub(r"^\s*#.*\n", "", (ROOT / "Dockerfile").read_text(), flags=re.MULTILINE)
    lines = [line.strip() for line in text.replace("\\\n", " ").splitlines() if line.strip()]
    arguments = dict(line.removeprefix("ARG ").split("=", 1) for line in lines if line.startswith("ARG "))
    found: dict[str, list[tuple[str, str]]] = {}
    for line in lines:
        instruction, rest = line.split(maxsplit=1)
        if instruction == "FROM":
            rest = re.sub(r"\$\{(\w+)\}", lambda match: arguments[match[1]], rest)
            current = found.setdefault(rest.split(" AS ")[1], [])
        if instruction != "ARG":
            current.append((instruction, rest))
    return found


STAGES = stages()
IMAGES = {rest.split(" AS ")[0] for steps in STAGES.values() for instruction, rest in steps if instruction == "FROM"}


def instructions(stage: str, name: str) -> list[str]:
    return [rest for instruction, rest in STAGES[stage] if instruction == name]


def test_only_the_proxy_can_be_reached_from_outside() -> None:
    assert [name for name, service in SERVICES.items() if "ports" in service] == ["proxy"]
    assert {port.split(":")[0] for port in SERVICES["proxy"]["ports"]} == {"80", "443"}
    assert not any("network_mode" in service for service in SERVICES.values())


def test_engine_database_and_redis_have_no_way_out() -> None:
    assert COMPOSE["networks"]["inside"]["internal"] is True
    for name in SEALED:
        assert SERVICES[name]["networks"] == ["inside"]


def test_the_proxy_reaches_the_app_alone() -> None:
    assert {name for name, service in SERVICES.items() if "edge" in service["networks"]} == {"proxy", "app"}
    assert re.findall(r"reverse_proxy (\S+)", CADDYFILE) == [f"app:{BY_NAME['port'].default}"]


@every_service
def test_every_service_is_sealed_and_comes_back(name: str) -> None:
    service = SERVICES[name]
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert service.get("cap_add", []) == (["NET_BIND_SERVICE"] if name == "proxy" else [])
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert service["restart"] == "unless-stopped"
    assert {"mem_limit", "pids_limit", "logging"} <= service.keys()
    assert "privileged" not in service


@every_service
def test_every_service_tells_whether_it_is_well(name: str) -> None:
    in_image = name in BUILT and instructions(name, "HEALTHCHECK")
    assert in_image or SERVICES[name]["healthcheck"]["test"][0] == "CMD"


@pytest.mark.parametrize("image", sorted(IMAGES | {service["image"] for service in SERVICES.values()}))
def test_every_image_is_pinned(image: str) -> None:
    if image in STAGES:
        return
    tag = image.rpartition(":")[2]
    assert re.match(r"\d+(\.\d+)*", tag), f"{image} names no version"
    assert "latest" not in tag


def test_every_setting_that_is_passed_exists() -> None:
    named = set(re.findall(rf"{PREFIX}\w+", CADDYFILE + EXAMPLE + (ROOT / "Dockerfile").read_text()))
    named |= {name for name in SERVICES["app"]["environment"] if name.startswith(PREFIX)}
    assert named <= VARIABLES


def test_the_app_takes_the_settings_of_the_file() -> None:
    passed = {name: str(value) for name, value in SERVICES["app"]["environment"].items()}
    values = {name: re.sub(r"\$\{(\w+)[^}]*\}", "", value) for name, value in passed.items()}
    settings = Settings(values | {"KITH_PUBLIC_URL": "https://kith.example.org"})
    assert not settings.runs_engine
    assert settings.secure
    assert not settings.example_services or interpolated(passed["KITH_EXAMPLE_SERVICES"]) == {
        "KITH_EXAMPLE_SERVICES": "no"
    }
    assert settings.trusted_proxies == (COMPOSE["networks"]["edge"]["ipam"]["config"][0]["subnet"],)


def test_the_engine_is_told_exactly_what_it_asks_for() -> None:
    given = {name: str(value) for name, value in SERVICES["engine"]["environment"].items()}
    asked = set(re.findall(r"\$\{(\w+)\}", ENDPOINTS))
    conversations = next(value for value in given.values() if value.startswith("postgresql://"))
    made = engine_environment(
        Settings(
            {
                "KITH_ACTION_HOST": "app",
                "KITH_ACTION_PORT": SERVICES["app"]["environment"]["KITH_ACTION_PORT"],
                "KITH_ENGINE_DATABASE_URL": conversations,
                "KITH_REDIS_URL": SERVICES["app"]["environment"]["KITH_REDIS_URL"],
            }
        )
    )
    ours = {name: value for name, value in made.items() if name.startswith((PREFIX, "OMP", "OPENBLAS"))}
    assert {name for name in given if name.startswith(PREFIX)} == asked
    assert given == ours


def test_everything_that_must_be_set_stands_in_the_example_and_nothing_else() -> None:
    wanted = interpolated((ROOT / "compose.yaml").read_text())
    offered = dict(line.split("=", 1) for line in EXAMPLE.splitlines() if line and not line.startswith("#"))
    assert offered.keys() == wanted.keys()
    assert all(default is not None or offered[name] == "" for name, default in wanted.items())


def test_no_secret_has_a_default_and_each_service_gets_only_its_own() -> None:
    wanted = interpolated((ROOT / "compose.yaml").read_text())
    assert {name for name in SECRETS if wanted[name] is not None} == set()
    held = {name: SECRETS & interpolated(yaml.safe_dump(service)).keys() for name, service in SERVICES.items()}
    assert held == {
        "proxy": set(),
        "app": {"KITH_SECRET_KEY", "APP_DATABASE_PASSWORD"},
        "engine": {"ENGINE_DATABASE_PASSWORD"},
        "database": {"POSTGRES_PASSWORD", "APP_DATABASE_PASSWORD", "ENGINE_DATABASE_PASSWORD"},
        "redis": set(),
    }


def test_the_roles_of_the_database_are_those_that_are_used() -> None:
    script = (ROOT / "deploy" / "database" / "10-roles.sh").read_text()
    made = set(re.findall(r"CREATE DATABASE (\w+) OWNER (\w+)", script))
    used = re.findall(r"postgresql\S*://(\w+):\S* ?[^@]*@database/(\w+)", yaml.safe_dump(SERVICES, width=10_000))
    assert {(database, role) for role, database in used} == made


def test_the_proxy_lets_the_app_answer_what_is_too_long_and_hides_what_is_for_operators() -> None:
    kilobytes = re.search(r"max_size (\d+)KB", CADDYFILE)
    assert kilobytes is not None
    assert LARGEST_BODY < int(kilobytes[1]) * 1000 <= 10 * LARGEST_BODY
    assert re.search(r"@inside path /metrics /readyz\n\s*respond @inside 404", CADDYFILE)
    assert "log" not in re.findall(r"^\s*(\w+)", CADDYFILE, flags=re.MULTILINE)


def test_nobody_runs_as_root_in_an_image() -> None:
    for target in BUILT:
        user = instructions(target, "USER")
        assert user == ["10001:10001"]
        assert STAGES[target].index(("USER", user[0])) > max(
            number for number, (name, _) in enumerate(STAGES[target]) if name in ("RUN", "COPY")
        )


def test_images_fetch_nothing_but_locked_packages_and_keep_no_secret() -> None:
    for steps in STAGES.values():
        names = {name for name, _ in steps}
        assert "ADD" not in names
        runs = " ".join(rest for name, rest in steps if name == "RUN")
        assert not re.search(r"\b(curl|wget|git|pip)\b|https?://", runs)
        assert all("--frozen --no-dev" in run for run in runs.split("uv sync")[1:])
        assert not re.search(r"PASSWORD|TOKEN|SECRET", " ".join(rest for name, rest in steps if name in ("ENV", "ARG")))


@pytest.mark.parametrize("target", BUILT)
def test_targets_and_bases_are_those_of_the_two_environments(target: str) -> None:
    assert SERVICES[target]["build"] == {"context": ".", "target": target}
    base = instructions(target, "FROM")[0].split(" AS ")[0]
    project = (ROOT / ("engine" if target == "engine" else ".") / "pyproject.toml").read_text()
    required = re.search(r'requires-python = "[=>]=(\d\.\d+)', project)
    assert required is not None
    assert base.startswith(f"python:{required[1]}-slim")


def test_whatever_is_copied_exists_and_is_let_through() -> None:
    rules = (ROOT / ".dockerignore").read_text().splitlines()
    let_through = {rule[1:] for rule in rules if rule.startswith("!")}
    assert "*" in rules
    for steps in STAGES.values():
        for name, rest in steps:
            if name == "COPY" and not rest.startswith("--from"):
                for source in shlex.split(rest)[:-1]:
                    assert (ROOT / source).exists(), source
                    assert Path(source).parts[0] in let_through, source


def test_every_room_of_the_app_is_in_its_image() -> None:
    packages = re.search(r"packages = \[([^\]]+)\]", (ROOT / "pyproject.toml").read_text())
    assert packages is not None
    copied = {shlex.split(rest)[0] for rest in instructions("app-sources", "COPY")}
    assert set(re.findall(r'"(\w+)"', packages[1])) <= copied


def test_the_app_has_a_volume_for_each_folder_that_it_writes_to() -> None:
    made = [f"/kith/var/{STAGING_FOLDER}", f"/kith/var/{CATALOGUE_FOLDER}"]
    mounted = dict(volume.split(":")[:2] for volume in SERVICES["app"]["volumes"])
    assert [place for name, place in mounted.items() if name in COMPOSE["volumes"]] == made
    assert any(all(place in run for place in made) for run in instructions("app", "RUN"))


def test_the_engine_finds_its_sentences_in_other_languages_in_its_image() -> None:
    assert "language/messages language/messages" in instructions("engine", "COPY")


def test_the_engine_is_trained_from_its_own_files_alone() -> None:
    copied = {source for rest in instructions("engine-model", "COPY") for source in shlex.split(rest)[:-1]}
    assert copied == {"config.yml", "domain.yml", "nlu_data", "engine"}
    command = yaml.safe_load(instructions("engine", "CMD")[0])
    assert command[:4] == ["python", "-m", "engine.launcher", "run"]
    assert "--enable-api" not in command


def test_hadolint_finds_nothing_in_the_dockerfile() -> None:
    program = str(Path(sys.executable).with_name("hadolint"))
    done = subprocess.run([program, "Dockerfile"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (0, "")
