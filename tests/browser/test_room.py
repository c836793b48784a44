"""Phones vote on what the stage asks; nothing but their pages is there for them."""

from __future__ import annotations

import json
import socket
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import IN_CHROMIUM
from tests.browser.phones import invitation, phones
from tests.browser.playback import place, read
from tests.browser.server import Running, answered, clone, served

pytestmark = IN_CHROMIUM
LISTENS = "0A"  # As Linux writes it.
AXE = {"runOnly": ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"]}


@dataclass
class Shared:
    """A dashboard that lets phones in, and where they find it."""

    running: Running
    root: Path

    @property
    def phones(self) -> str:
        return "/".join(invitation(self.running))

    @property
    def remote(self) -> str:
        code = json.loads((self.root / ".room" / "codes.json").read_text())["remote"]
        return f"{invitation(self.running)[0]}/{code}"


@pytest.fixture(scope="module")
def shared(models_root: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shared]:
    root = clone(models_root, tmp_path_factory.mktemp("shared"))
    with served(root, entry="shared.py") as running:
        yield Shared(running, root)


Enter = Callable[[], Page]


@pytest.fixture
def enter(started: Browser) -> Iterator[Enter]:
    """Whoever comes has a window of their own, as a new tab would end that of the stage."""
    with ExitStack() as windows:

        def come() -> Page:
            context = started.new_context(reduced_motion="reduce")
            windows.callback(context.close)
            context.set_default_timeout(90_000)  # The first visit of a server loads all there is.
            return context.new_page()

        yield come


def listening(running: Running) -> list[tuple[str, int]]:
    """Addresses and ports at which a process listens."""
    process = Path(f"/proc/{running.pid}")
    sockets = {str(link.readlink()) for link in process.glob("fd/*") if link.is_symlink()}
    found = []
    for name in ("tcp", "tcp6"):
        for line in (process / "net" / name).read_text().splitlines()[1:]:
            _, local, _, state, *_, node = line.split()[:10]
            if state == LISTENS and f"socket:[{node}]" in sockets:
                host, port = local.split(":")
                found.append((host, int(port, 16)))
    return found


LOCALHOST = "0100007F"


def test_nothing_listens_beyond_this_machine_unless_it_is_shared(server: Running) -> None:
    assert {host for host, _port in listening(server)} == {LOCALHOST}
    # Nor is there a room: the page of the dashboard answers, as for any address without meaning.
    paths = (f"{server.address}/{path}" for path in ("nowhere", "room/stage", "room/invitation"))
    nowhere, *rooms = (urllib.request.urlopen(path, timeout=20).read() for path in paths)
    assert rooms == [nowhere, nowhere]
    with pytest.raises(urllib.error.HTTPError) as refused:
        urllib.request.urlopen(f"{server.address}/room/stage", b"{}", timeout=20)
    assert refused.value.code == 405


def test_beyond_this_machine_there_is_nothing_but_the_room(shared: Shared) -> None:
    listens = listening(shared.running)
    assert sorted(host for host, _port in listens) == ["00000000", LOCALHOST]
    own = int(shared.running.address.rpartition(":")[2])
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(("127.0.0.2", own), 5).close()
    outside = next(port for host, port in listens if host != LOCALHOST)
    for path in ("", "sentiment", "_stcore/health", "_stcore/stream", "room/stage"):
        with pytest.raises(urllib.error.HTTPError) as refused:
            urllib.request.urlopen(f"http://127.0.0.2:{outside}/{path}", timeout=20)
        assert refused.value.code == 404
    # More than a head of a request may hold, and one that never ends.
    with socket.create_connection(("127.0.0.2", outside), 20) as flood:
        flood.sendall(b"GET / HTTP/1.1\r\n" + b"a: " + b"b" * 50_000)
        assert b" 400 " in flood.recv(1_000)


def join(enter: Enter, address: str) -> Page:
    page = enter()
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(address)
    return page


def fill_screen(stage: Page, running: Running) -> None:
    """Nothing but seven words of a review."""
    stage.goto(f"{running.address}/sentiment")
    answered(stage)
    read(stage)
    answered(stage)
    stage.keyboard.press("f")


def test_two_phones_vote_and_a_third_is_the_remote(shared: Shared, enter: Enter) -> None:
    stage = enter()
    fill_screen(stage, shared.running)
    stage.keyboard.press("q")
    host, code = invitation(shared.running)
    expect(stage.locator(".phones .address")).to_have_text(f"{host}/{code}".removeprefix("http://"))
    stage.keyboard.press("q")
    expect(stage.locator(".phones")).to_be_hidden()
    first, second = (join(enter, shared.phones) for _ in range(2))
    expect(first.locator("h1")).to_have_text("You are in. The next question comes here.")
    stage.keyboard.press("g")
    for phone, choice in ((first, "negative"), (second, "positive")):
        expect(phone.locator("h1")).to_have_text("Positive or negative?")
        assert not Axe().run(phone, options=AXE).response["violations"]
        phone.get_by_role("button", name=choice).click()
        expect(phone.get_by_role("status")).to_have_text("Your vote is in.")
        expect(phone.get_by_role("button", name=choice)).to_be_disabled()
    panel = stage.locator(".guessing")
    expect(panel.locator(".votes")).to_have_text("2 of 2 have voted")
    expect(panel.locator("input").first).to_be_hidden()  # What for, nobody sees yet.
    stage.keyboard.press("2")
    panel.get_by_role("button", name="Correct by hand").click()
    panel.get_by_role("spinbutton", name="Hands for positive").fill("4")
    first.reload()  # Its vote stays what it was.
    expect(first.get_by_role("button", name="negative")).to_be_disabled()
    remote = join(enter, shared.remote)
    remote.get_by_role("button", name="Reveal").click()
    expect(panel.locator(".told")).to_be_visible()
    assert panel.locator(".value").all_inner_texts()[:2] == ["4", "2"]
    expect(second.locator("h1")).to_contain_text("The machine: ")
    expect(second.locator("button")).to_have_count(0)
    stage.keyboard.press("Escape")
    stage.keyboard.press("Home")
    remote.get_by_role("button", name="On", exact=True).click()
    expect(stage.locator(".place")).to_contain_text("2 /")
    assert place(stage) == 2
    remote.get_by_role("button", name="Blank").click()
    expect(stage.locator(".dark")).to_be_visible()


def test_hands_are_counted_when_the_server_is_gone_and_phones_come_back(
    models_root: Path, tmp_path: Path, enter: Enter
) -> None:
    root = clone(models_root, tmp_path / "clone")
    stage = enter()
    panel = stage.locator(".guessing")
    with served(root, entry="shared.py") as running:
        port = int(running.address.rpartition(":")[2])
        address, code = invitation(running)
        fill_screen(stage, running)
        stage.keyboard.press("g")
        expect(panel).to_be_visible()
        phone = join(enter, f"{address}/{code}")
        phone.get_by_role("button", name="negative").click()
        expect(panel.locator(".votes")).to_have_text("1 of 1 have voted")
    expect(panel.locator(".votes")).to_have_text("Phones are out of reach; hands can be counted.")
    stage.keyboard.press("2")
    with served(root, entry="shared.py", port=port) as running:
        assert invitation(running) == (address, code)
        with phones(address, code, 30, choose=lambda number, _question: number % 2) as crowd:
            expect(panel.locator(".votes")).to_have_text("30 of 31 have voted", timeout=30_000)
            expect(phone.get_by_role("button", name="negative")).to_be_disabled()
            stage.keyboard.press("Enter")
            assert (crowd.accepted, crowd.problems) == (30, [])
        assert panel.locator(".value").all_inner_texts()[:2] == ["15", "17"]
