"""What is kept of a visitor ends with the visit, though nobody else comes."""

from __future__ import annotations

import gc
import io
import time
import urllib.request
import weakref
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest
from PIL import Image
from streamlit.runtime import RuntimeState

from dashboard import visits
from tests.browser.server import Running, clone, served
from tests.browser.visitor import Visitor


@pytest.fixture(scope="module")
def forgetful(models_root: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """A dashboard that waits for two seconds for somebody who has left."""
    root = clone(models_root, tmp_path_factory.mktemp("clone"))
    with served(root, "--server.disconnectedSessionTTL=2") as running:
        yield running


def uploads(running: Running) -> bool:
    """Whether the server holds an uploaded file."""
    with urllib.request.urlopen(f"{running.address}/_stcore/metrics") as answer:
        return b"UploadedFileManager" in answer.read()


def test_the_photo_of_a_visitor_who_has_left_is_given_back(forgetful: Running) -> None:
    file = io.BytesIO()
    Image.new("RGB", (300, 200), "red").save(file, "JPEG")
    with Visitor(forgetful.address, "captioning") as visitor:
        visitor.choose("Photo from", "Upload")
        visitor.upload(file.getvalue())
        visitor.press("Another photo")
        visitor.upload(file.getvalue())
        assert not visitor.problems()
        assert uploads(forgetful)
    for _ in range(100):
        if not uploads(forgetful):
            break
        time.sleep(0.1)
    assert not uploads(forgetful)


class Cycle:
    """What only a search for garbage finds."""

    def __init__(self) -> None:
        self.itself = self


@pytest.mark.parametrize("state", list(RuntimeState))
def test_what_was_set_apart_is_looked_through_when_nobody_is_there(
    monkeypatch: pytest.MonkeyPatch, state: RuntimeState
) -> None:
    monkeypatch.setattr(visits, "get_instance", lambda: SimpleNamespace(state=state))
    gc.disable()
    old = weakref.ref(Cycle())
    gc.freeze()
    young = weakref.ref(Cycle())
    try:
        visits.sweep()
        assert young() is None
        assert (old() is None) == (state == RuntimeState.NO_SESSIONS_CONNECTED)
    finally:
        gc.unfreeze()
        gc.enable()
