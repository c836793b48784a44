"""Alternative texts on the page of a batch: what each visitor writes stays."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Mapping

import pytest
import streamlit as st
from streamlit.delta_generator import DeltaGenerator
from streamlit.testing.v1 import AppTest

from dashboard.batch.jobs import batches
from dashboard.batch.orders import Batch
from dashboard.batch.saving import as_zip
from dashboard.messages import as_text
from dashboard.views import batch_photos
from tests.dashboard.conftest import Open
from tests.dashboard.conftest import texts as texts_of
from tests.dashboard.test_batch import batch_page, photo, scored, zipped

__all__ = ["batch_page"]  # A fixture.


def captioned(open_page: Open, files: Mapping[str, bytes]) -> tuple[AppTest, Batch]:
    """The page of photos that were answered, and their batch."""
    app = open_page("batch")
    app.selectbox(key="batch-task").select("captioning").run()
    app = scored(app, "a.zip", zipped(dict(files)))
    batch = batches().find(app.query_params["batch"])
    assert batch
    return app, batch


def edit(app: AppTest, row: int, text: str | None) -> AppTest:
    """Run with a text written, or emptied, in a row, as the table in the browser sends it."""
    states = app._tree.get_widget_states()
    (editor,) = (one.proto.id for one in app.dataframe if "-editor-" in one.proto.id)
    changed = {"edited_rows": {row: {"alt": text}}, "added_rows": [], "deleted_rows": []}
    states.widgets.add(id=editor, string_value=json.dumps(changed))
    return app._run(states, 60)


def test_a_text_that_is_emptied_is_empty(batch_page: Open) -> None:
    app, batch = captioned(batch_page, {"a.jpg": photo(), "b.jpg": photo()})
    assert all(batch.texts().values())
    edit(app, 0, None)
    assert not app.exception
    assert list(batch.texts().values()).count("") == 1
    assert "nan" not in batch.texts().values()


def test_a_click_ends_the_wait_for_small_photos(
    batch_page: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    _app, batch = captioned(batch_page, {"a.jpg": photo(), "b.jpg": photo()})
    made: list[str] = []
    monkeypatch.setattr(batch_photos, "thumbnail", lambda _place, file: made.append(file))
    with monkeypatch.context() as patch:
        # Any element that a script draws is where Streamlit ends it after a click.
        patch.setattr(DeltaGenerator, "empty", lambda _: st.stop() if made else None)
        batch_page("batch", batch=batch.folder.name)
    assert made == list(batch.texts())[:1]


def test_of_two_visitors_each_keeps_what_both_write(batch_page: Open) -> None:
    app, batch = captioned(batch_page, {"a.jpg": photo(), "b.jpg": photo()})
    first, second = batch.texts()
    other = batch_page("batch", batch=batch.folder.name)
    edit(app, 0, "of one")
    edit(other, 1, "of the other")
    assert batch.texts() == {first: "of one", second: "of the other"}
    app.run()  # As when a visitor does anything else.
    assert batch.texts() == {first: "of one", second: "of the other"}
    for each in (app, other):
        (shown,) = (one.value for one in each.dataframe if "-editor-" in one.proto.id)
        assert list(shown["alt"]) == ["of one", "of the other"]


def test_a_page_that_cannot_be_read_hides_nothing_else(batch_page: Open) -> None:
    shown = b"<img src=a.jpg>"
    pages = {"odd.html": shown.decode().encode("utf-16"), "index.html": shown}
    app, _batch = captioned(batch_page, {"a.jpg": photo(), **pages})
    assert "odd.html is no HTML in UTF-8" in "".join(as_text(one.value) for one in app.warning)
    assert "1 of 1 pictures get a text" in texts_of(app)
    assert [one for one in app.get("download_button") if one.proto.label == "Page with texts"]
    assert [one for one in app.get("download_button") if one.proto.label == "CSV"]


def test_photos_leave_with_their_texts_and_never_leave_their_folder() -> None:
    names = ("..\\..\\a.jpg", "../b.jpg", "/c.jpg")
    with zipfile.ZipFile(io.BytesIO(as_zip((name, b"") for name in names))) as archive:
        assert archive.namelist() == ["a.jpg", "b.jpg", "c.jpg"]


def test_how_far_captions_can_be_trusted_is_told_in_the_viewers_language(batch_page: Open) -> None:
    _app, batch = captioned(batch_page, {"a.jpg": photo()})
    listed = [one.value for one in batch_page("batch", "de", batch=batch.folder.name).dataframe]
    words = {word for one in listed if "confidence" in one for word in one["confidence"]}
    assert words
    assert words <= {"wahrscheinlich", "vielleicht", "geraten"}
