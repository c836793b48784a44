"""Each step of the Dockerfile, as far as it runs without a container."""

from __future__ import annotations

import compileall
import fnmatch
import json
import os
import re
import shlex
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from tests.browser.server import free_port, wait_for

ROOT = Path(__file__).parents[1]
DOCKERFILE = re.sub(r"\\\n", "", (ROOT / "Dockerfile").read_text())
LINES = [line.split(maxsplit=1) for line in DOCKERFILE.splitlines() if re.match("[A-Z]+ ", line)]
LAST = LINES[max(n for n, (name, _) in enumerate(LINES) if name == "FROM") :]
SECRETS = (
    ".git/config",
    ".room/codes.json",
    ".streamlit/secrets.toml",
    "data/a",
    "runs/a",
    ".venv/a",
)


def of(name: str, lines: list[list[str]]) -> list[str]:
    return [rest for instruction, rest in lines if instruction == name]


def copied() -> list[str]:
    return [
        source for rest in of("COPY", LINES) if "--from" not in rest for source in rest.split()[:-1]
    ]


def enters(path: str) -> bool:
    """Whether a file is sent to the builder: the last pattern that fits counts, as in Docker."""
    found = True
    for pattern in (ROOT / ".dockerignore").read_text().splitlines():
        kept = pattern.removeprefix("!")
        if pattern and pattern[0] != "#" and fits(path, kept):
            found = kept != pattern
    return found


def fits(path: str, pattern: str) -> bool:
    parts = path.split("/")
    heads = ["/".join(parts[:n]) for n in range(1, len(parts) + 1)]
    return any(fnmatch.fnmatchcase(head, pattern) for head in heads) or (
        pattern.startswith("**/") and pattern[3:] in parts
    )


def test_what_it_copies_is_there_and_nothing_secret_is() -> None:
    for source in copied():
        assert (ROOT / source).exists()
        inner = "config.toml" if source == ".streamlit" else "a.py"
        assert enters(f"{source}/{inner}" if (ROOT / source).is_dir() else source)
    assert not [
        path for path in (*SECRETS, "tests/a.py", "dashboard/__pycache__/a.pyc") if enters(path)
    ]


def test_what_it_installs_is_what_is_installed_here() -> None:
    (pins,) = [rest for rest in of("RUN", LINES) if "grep" in rest]
    pattern = shlex.split(pins[pins.index("$(grep") + 2 :])[2]
    found = re.findall(
        pattern.replace("^", "(?m:^)") + ".*", (ROOT / "requirements.txt").read_text()
    )
    assert found == ["", "vision"]  # torch and torchvision.
    command = [sys.executable, "-m", "pip", "install", "--dry-run", "--no-index", "--no-deps"]
    said = subprocess.run(
        [*command, "-r", ROOT / "requirements.txt"], capture_output=True, text=True
    )
    assert said.returncode == 0, said.stderr
    assert "Would install" not in said.stdout


def test_who_runs_it_may_do_little_and_all_files_name_one_port() -> None:
    assert of("USER", LAST) == ["1000"]
    assert not [rest for rest in of("RUN", LAST) if "useradd" not in rest]  # No tool comes in.
    (port,) = of("EXPOSE", LAST)
    card = (ROOT / "deploy" / "space.md").read_text().split("---")[1]
    assert yaml.safe_load(card)["app_port"] == int(port)
    assert f":{port}/ready" in of("HEALTHCHECK", LAST)[0]
    compose = yaml.safe_load((ROOT / "deploy" / "compose.yaml").read_text())["services"]
    for service in compose.values():
        assert (service["read_only"], service["cap_drop"]) == (True, ["ALL"])
    assert (
        f"{{$UPSTREAM:dashboard}} {{$UPSTREAM_PORT:{port}}}"
        in (ROOT / "deploy/Caddyfile").read_text()
    )


def test_it_runs_on_files_that_cannot_change_and_ends_when_told(
    models_root: Path, tmp_path: Path
) -> None:
    root = tmp_path / "unrolled"
    for source in copied():
        place = ROOT / source
        if source == "models":
            place = models_root
        copy = shutil.copytree if place.is_dir() else shutil.copy
        (root / source).parent.mkdir(exist_ok=True, parents=True)
        copy(place, root / source)
    assert compileall.compile_dir(root / "dashboard", quiet=1)
    before = sorted(root.rglob("*"))
    subprocess.run(["chmod", "-R", "a-w", root], check=True)
    port = str(free_port())
    (command,) = map(json.loads, of("CMD", LAST))
    (check,) = (json.loads(rest[rest.index("[") :]) for rest in of("HEALTHCHECK", LAST))
    (set_there,) = of("ENV", LAST)
    environment = {**os.environ, **dict(one.split("=", 1) for one in shlex.split(set_there))}
    # Root may write anything, unless the power to do so is taken away.
    weak = ["setpriv", "--inh-caps=-all", "--bounding-set=-all"] if os.geteuid() == 0 else []
    started = [*weak, sys.executable, *command[1:], f"--server.port={port}"]
    process = subprocess.Popen(started, cwd=root, env=environment, stderr=subprocess.PIPE)
    try:
        wait_for(f"http://localhost:{port}/_stcore/health", process)
        probe = [sys.executable, *(part.replace("8501", port) for part in check[1:])]
        healthy = (subprocess.run(probe, capture_output=True).returncode for _ in range(60))
        assert 0 in healthy
    finally:
        process.send_signal(signal.SIGTERM)
        _, written = process.communicate(timeout=60)
    assert process.returncode == -signal.SIGTERM  # As uvicorn ends, when all is done.
    assert [json.loads(line) for line in written.splitlines()]
    assert sorted(root.rglob("*")) == before
    subprocess.run(["chmod", "-R", "u+w", root], check=True)


@pytest.mark.skipif(shutil.which("caddy") is None, reason="there is no Caddy here")
def test_the_proxy_takes_its_file() -> None:
    command = ["caddy", "validate", "--adapter", "caddyfile", "--config", "deploy/Caddyfile"]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
