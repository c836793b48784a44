"""Who comes in, where somebody else says who they are: a provider, or the proxy."""

from __future__ import annotations

import shutil
import subprocess
import time
import urllib.error
from base64 import b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx2
import pytest
from streamlit.testing.v1 import AppTest

from dashboard.views import login
from tests.browser.server import ROOT, Running, clone, free_port, served
from tests.browser.visitor import Visitor
from tests.dashboard.serving.provider import CLIENT, NAME, SECRET, provided
from tests.dashboard.serving.test_serving import takes_somebody

TRUSTED = '--server.trustedUserHeaders={"X-Forwarded-User": "name"}'
GREETING = "import streamlit as st\ndef draw(): st.text(f'Good day, {st.user.get(\"name\")}')\n"


def greeting(visitor: Visitor) -> list[str]:
    return [one.text.body for one in visitor.elements if one.HasField("text")]


def greeting_at(models_root: Path, root: Path) -> Path:
    """A dashboard one page of which says who is there."""
    clone(models_root, root)
    (root / "dashboard" / "app_pages" / "privacy.py").write_text(GREETING)
    return root


@pytest.fixture(scope="module")
def trusting(models_root: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """One that believes a header."""
    root = greeting_at(models_root, tmp_path_factory.mktemp("trusting"))
    with served(root, TRUSTED, entry="serve.py") as running:
        yield running


def test_pages_are_for_those_whom_the_provider_knows(models_root: Path, tmp_path: Path) -> None:
    root, port = greeting_at(models_root, tmp_path), free_port()
    with provided() as provider:
        (root / ".streamlit" / "secrets.toml").write_text(
            f'[auth]\nredirect_uri = "http://localhost:{port}/oauth2callback"\n'
            f'cookie_secret = "of this test"\nclient_id = "{CLIENT}"\nclient_secret = "{SECRET}"\n'
            f'server_metadata_url = "{provider.address}/.well-known/openid-configuration"\n'
        )
        with served(root, port=port, entry="serve.py") as running:
            with Visitor(running.address, "privacy") as visitor:
                assert greeting(visitor) == []
                visitor.press("Log in")
                assert greeting(visitor) == []
            cookies = cookies_of_login(running, visitor.sent_to)
            with Visitor(running.address, "privacy", headers={"Cookie": cookies}) as visitor:
                assert greeting(visitor) == [f"Good day, {NAME}"]
            with Visitor(running.address, "logout", headers={"Cookie": cookies}) as visitor:
                assert visitor.sent_to == "/auth/logout"
            forged = cookies.replace("_streamlit_user=", "_streamlit_user=e")
            with Visitor(running.address, "privacy", headers={"Cookie": forged}) as visitor:
                assert greeting(visitor) == []


def cookies_of_login(running: Running, path: str) -> str:
    with httpx2.Client(base_url=running.address, follow_redirects=True) as browser:
        browser.get(path)
        return "; ".join(f"{name}={value}" for name, value in browser.cookies.items())


def test_a_damaged_file_of_secrets_lets_nobody_in(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(login, "SECRETS", tmp_path / "secrets.toml")
    login.SECRETS.write_text("[auth")
    page = AppTest.from_file(str(ROOT / "dashboard" / "app.py"), default_timeout=60).run()
    for _ in range(2):
        assert [one.value for one in page.title] == ["Unrolled"]
        assert [one.label for one in page.button] == ["Log in"]
        assert not page.exception
        page.button[0].click().run()
    assert len(page.error) == 1


def test_a_page_knows_whom_the_proxy_let_in(trusting: Running) -> None:
    for headers, name in (({"X-Forwarded-User": NAME}, NAME), ({}, None)):
        with Visitor(trusting.address, "privacy", headers=headers) as visitor:
            assert greeting(visitor) == [f"Good day, {name}"]


@contextmanager
def proxied(running: Running, folder: Path, *changes: tuple[str, str]) -> Iterator[str]:
    """A dashboard behind Caddy, by the project's file with some changes."""
    text = (ROOT / "deploy" / "Caddyfile").read_text()
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    (folder / "Caddyfile").write_text("{\n\tadmin off\n}\n" + text)
    port = free_port()
    address = f"http://localhost:{port}"
    upstream = {"UPSTREAM": "localhost", "UPSTREAM_PORT": running.address.rpartition(":")[2]}
    process = subprocess.Popen(
        ["caddy", "run", "--adapter", "caddyfile", "--config", folder / "Caddyfile"],
        env={"DOMAIN": address, "HOME": str(folder), **upstream},
        executable=shutil.which("caddy"),
        stderr=subprocess.DEVNULL,
    )
    try:
        while process.poll() is None and not takes_somebody(port):
            time.sleep(0.01)
        yield address
    finally:
        process.terminate()
        process.wait(30)


@pytest.mark.skipif(shutil.which("caddy") is None, reason="there is no Caddy here")
def test_nobody_gives_themselves_a_name_that_only_the_proxy_may_give(
    trusting: Running, tmp_path: Path
) -> None:
    spoofed = {"X-Forwarded-User": "Eve"}
    with (
        proxied(trusting, tmp_path) as address,
        Visitor(address, "privacy", headers=spoofed) as visitor,
    ):
        assert greeting(visitor) == ["Good day, None"]
    command = ["caddy", "hash-password", "--plaintext", SECRET]
    hashed = subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()
    asked = (
        ("encode gzip", f"encode gzip\nbasicauth {{\n\t{NAME} {hashed}\n}}"),
        ("header_up -X-Forwarded-User", "header_up X-Forwarded-User {http.auth.user.id}"),
    )
    with proxied(trusting, tmp_path, *asked) as address:
        known = {"Authorization": f"Basic {b64encode(f'{NAME}:{SECRET}'.encode()).decode()}"}
        with Visitor(address, "privacy", headers=spoofed | known) as visitor:
            assert greeting(visitor) == [f"Good day, {NAME}"]
        with pytest.raises(urllib.error.HTTPError, match="401"):
            Visitor(address, "privacy", headers=spoofed)
