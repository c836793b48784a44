"""The dashboard in this process, on tiny models."""

from __future__ import annotations

import io
import json
import re
import struct
import time
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any, Protocol, cast

import pytest
from PIL import Image
from streamlit.components.v2 import manifest_scanner
from streamlit.components.v2.bidi_component.main import _make_trigger_id
from streamlit.proto.BidiComponent_pb2 import BidiComponent as BidiComponentProto
from streamlit.testing.v1 import AppTest
from streamlit.util import calc_hash

from dashboard import language
from dashboard.services import folders
from dashboard.shows.captioning import answers as captions
from pipelines.language import SOURCE
from pipelines.tasks import TASKS

PAGES = (
    *("home", *TASKS, "chain", "compare", "learn", "own", "models"),
    *("present", "batch", "glossary", "privacy"),
)


class Open(Protocol):
    """Opens a page by its word in the address, with what else a link says."""

    def __call__(self, name: str, spoken: str = SOURCE, **link: str) -> AppTest: ...


APP = Path(folders.__file__).parents[1] / "app.py"


@pytest.fixture(scope="session", autouse=True)
def _packages_scanned_once() -> Iterator[None]:
    """A server looks for components in the installed packages once, AppTest at every visit."""
    scan = cache(manifest_scanner.scan_component_manifests)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(manifest_scanner, "scan_component_manifests", scan)
        yield


@pytest.fixture(autouse=True)
def _no_data_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[None]:
    """No photos but those that are always there."""
    monkeypatch.delenv("UNROLLED_DATA", raising=False)
    monkeypatch.setattr("pipelines.tasks.captioning.samples.CACHE", tmp_path / "none.parquet")
    captions.sample_photos.clear()
    yield
    captions.sample_photos.clear()


@pytest.fixture
def open_page(models_root: Path, monkeypatch: pytest.MonkeyPatch) -> Open:
    """Open a page with the shared tiny models."""
    return opener(models_root, monkeypatch)


@pytest.fixture
def open_own(own_models: Path, monkeypatch: pytest.MonkeyPatch) -> Open:
    """Open a page with models that the test may damage."""
    return opener(own_models, monkeypatch)


@pytest.fixture(scope="session")
def _other_letters(tmp_path_factory: pytest.TempPathFactory) -> Path:
    from tests.dashboard.pseudo import write_language

    locales = tmp_path_factory.mktemp("locales")
    write_language(locales)
    return locales


@pytest.fixture
def other_language(_other_letters: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """There is a language that is none: ``pseudo.LANGUAGE``."""
    monkeypatch.setattr(language, "LOCALES", _other_letters)


def opener(models: Path, monkeypatch: pytest.MonkeyPatch) -> Open:
    """A function that opens a page with the models in ``models``, in any language."""
    monkeypatch.setattr(folders, "MODELS", models)

    def open_page(name: str, spoken: str = SOURCE, **link: str) -> AppTest:
        app = AppTest.from_file(str(APP), default_timeout=60)
        app.session_state[language.KEY] = spoken
        app.query_params.update(link)
        go(app, name).run()
        assert app._finished_page_script_hash == app._page_hash, f"There is no page {name}."
        return app

    return open_page


def go(app: AppTest, page: str) -> AppTest:
    """The same visit on another page, by its word in the address; it is yet to be run."""
    # AppTest goes to pages that are files only.
    app._page_hash = calc_hash(page)
    return app


def texts(app: AppTest) -> str:
    """All that the page says in words."""
    elements = (app.title, app.header, app.subheader, app.markdown, app.caption)
    messages = (app.warning, app.error, app.info)
    return "\n".join(str(element.value) for group in (*elements, *messages) for element in group)


def field(app: AppTest) -> BidiComponentProto:
    """The field for a text: as ``json``, what it was sent."""
    name = "unrolled_field"
    sent = (one.proto for one in app.get("bidi_component") if one.proto.component_name == name)
    (only,) = sent
    return cast(BidiComponentProto, only)


def put_into_field(app: AppTest) -> str:
    """The text that the page put into the field; it keeps what is typed since."""
    return str(json.loads(field(app).json)["text"])


def write(app: AppTest, text: str, *, mark: str | None = None, timeout: float = 60) -> AppTest:
    """Run with ``text`` typed into the field, as the script of the field sends it.

    Args:
        mark: of the text that had been put into it; the last one, unless another is given.
    """
    known = json.loads(field(app).json)["mark"]
    return send(app, {"text": text, "mark": known if mark is None else mark}, timeout)


def send(app: AppTest, typed: Any, timeout: float = 60) -> AppTest:
    """Run with ``typed`` sent by the field, whatever it is."""
    states = app._tree.get_widget_states()
    states.widgets.add(id=field(app).id, json_value=json.dumps({"typed": typed}))
    return app._run(states, timeout)


def trigger(app: AppTest, component: str, name: str, sent: Any) -> AppTest:
    """Run with something sent by the script of the only component of that name, as it does once."""
    (drawn,) = (
        one.proto for one in app.get("bidi_component") if one.proto.component_name == component
    )
    states = app._tree.get_widget_states()
    where = _make_trigger_id(drawn.id, "events")
    event = json.dumps([{"event": name, "value": sent}])
    states.widgets.add(id=where, json_trigger_value=event)
    return app._run(states, 60)


def on_stage(app: AppTest) -> dict[str, Any]:
    """What the player of the page was sent, without the numbers."""
    (show,) = stages(app)
    return show


def stages(app: AppTest) -> list[dict[str, Any]]:
    """Likewise of every player of the page."""
    sent = (one.proto.bytes for one in app.get("bidi_component"))
    return [described(show) for show in sent if show]


def verdicts(app: AppTest) -> list[str]:
    """What each model on stage says of the whole text."""
    return [lane["verdict"]["answer"] for lane in on_stage(app)["lanes"]]


def described(show: bytes) -> dict[str, Any]:
    """The description at the beginning of a show."""
    (length,) = struct.unpack_from("<I", show)
    description: dict[str, Any] = json.loads(show[4 : 4 + length])
    return description


def shown(markdown: str) -> str:
    """Escaped Markdown as a reader sees it, without the links of words that explain themselves."""
    unlinked = re.sub(r"\[([^]]+)\]\(glossary\?[^)]+\)", r"\1", markdown)
    return re.sub(r"\\(?=\W)|\u2060", "", unlinked)


def encoded(image: Image.Image, form: str = "PNG") -> bytes:
    """``image`` as a file."""
    file = io.BytesIO()
    image.save(file, form)
    return file.getvalue()


def until(found: Callable[[], bool]) -> None:
    """Wait for what another thread or process does."""
    while not found():
        time.sleep(0.01)
