"""What models say of photos, to be put right by a person, as alternative texts."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import PurePosixPath
from typing import Any
from urllib.parse import quote

import pandas as pd
import streamlit as st

from dashboard.batch.embedding import with_text
from dashboard.batch.orders import Batch
from dashboard.batch.pages import MOST_BYTES, Filled, fill, pages_in
from dashboard.batch.results import Results
from dashboard.batch.saving import as_csv, as_html, as_xmp, as_zip, xmp_of
from dashboard.batch.thumbnails import thumbnail
from dashboard.language import _, told
from dashboard.messages import problems_as_messages
from dashboard.report.gathering import gather
from dashboard.report.parts import Tabled
from dashboard.views.batch_files import offer
from pipelines.batch.inputs import Photo
from pipelines.batch.shards import LEFT_OUT
from pipelines.models.directory import ModelDirectory

Put = Callable[..., None]
STAGED = "batch-staged"  # Whether the next run goes on to the stage.
_ROW, _HIGH = 72, 620  # Pixels.
_NO_PHOTO = "data:image/svg+xml," + quote(
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24" fill="none" stroke="gray" '
    'stroke-width="1.5"><path d="M4 5h16v14H4zM4 5l16 14M20 5L4 19"/></svg>'
)


def show_texts(batch: Batch, results: Results, put: Put | None) -> None:
    """Each photo beside its text, the most doubtful first, and files with the texts as they are.

    Args:
        batch: that was answered, as far as it was.
        results: of it.
        put: what puts a photo on stage, by name and content; None where there is no stage.
    """
    st.markdown(
        _("**Alternative texts**, the most doubtful first: change what is wrong, then save them.")
    )
    found = _edited(batch, results, put)
    rows = [list(one) for one in found.items()]
    gather("batch texts", Tabled(_("Alternative texts"), [_("file"), _("alternative text")], rows))
    table = pd.DataFrame(rows, columns=["file", "alt"])
    with st.container(horizontal=True):
        for label, file, write in (
            (_("Texts as CSV"), "alt.csv", partial(as_csv, table)),
            (_("Texts as HTML"), "alt.html", partial(as_html, found)),
            (_("Texts as XMP files"), "alt-xmp.zip", partial(as_xmp, found)),
            (_("Photos with their texts"), "photos.zip", partial(_photos_with, batch, found)),
        ):
            offer(label, file, write)
    st.caption(
        _(
            "A JPEG carries its text within, as IPTC has it in XMP; beside other photos, and those "
            "that hold XMP already, lies a file with it."
        )
    )
    _offer_pages(batch, found)


def _photos_with(batch: Batch, texts: Mapping[str, str]) -> bytes:
    def files() -> Iterator[tuple[str, bytes]]:
        for name, said in texts.items():
            photo = Photo(batch.given, name).read()
            if isinstance(photo, bytes):
                inside = with_text(photo, said) if said else photo
                yield name, inside or photo
                if inside is None:
                    yield f"{name}.xmp", xmp_of(said)

    return as_zip(files())


def _offer_pages(batch: Batch, texts: Mapping[str, str]) -> None:
    """Pages of the viewer's own, from the ZIP file or beside it, with the texts written in."""
    own = st.file_uploader(
        _("Your own page that shows these photos (HTML)"),
        ["html", "htm"],
        max_upload_size=MOST_BYTES // 1_000_000,
        key="batch-page",
    )
    pages = {**pages_in(batch.given), **({own.name: own.getvalue()} if own else {})}
    if not pages:
        return
    filled: dict[str, Filled] = {}
    for name, page in pages.items():
        with problems_as_messages():
            filled[name] = fill(page, texts, name)
    if not any(one.pictures for one in filled.values()):
        if filled:
            st.caption(_("No picture is shown there."))
        return
    said = _(
        "{n:,} of {all:,} pictures get a text; the others have one, or are none of these photos. "
        "Nothing else changes.",
        n=sum(one.texts for one in filled.values()),
        all=sum(one.pictures for one in filled.values()),
    )
    st.caption(said)
    if len(filled) == 1:
        ((name, only),) = filled.items()
        offer(_("Page with texts"), PurePosixPath(name).name, lambda: only.page)
    else:
        done = [(name, one.page) for name, one in filled.items()]
        offer(_("Pages with texts"), "pages.zip", partial(as_zip, done))


@dataclass(frozen=True)
class _Edit:
    """How far a visit has changed texts.

    Attributes:
        first: what it began with, by file. What it changes is noted by its row, so that rows stay
            what they were at first.
        kept: as they were kept last.
        times: how often it began, as others had changed some.
    """

    first: Mapping[str, str]
    kept: Mapping[str, str]
    times: int = 0


def _edited(batch: Batch, results: Results, put: Put | None) -> dict[str, str]:
    """The texts as they are now, by file; what a visit changes is kept, whoever else changes some.

    Args:
        batch, results, put: as of ``show_texts``.
    """
    key = _key(batch, len(results.table))
    if key not in st.session_state:
        kept = batch.texts()
        st.session_state[key] = _Edit(_first_texts(results, kept), kept)
    edit: _Edit = st.session_state[key]
    found = _editor(batch, results, put, edit)
    changed = {file: said for file, said in found.items() if said != edit.kept.get(file)}
    kept = batch.keep_texts(changed)
    if any(kept[file] != said for file, said in found.items()):
        now = {file: kept[file] for file in found}
        st.session_state[key] = _Edit(now, kept, edit.times + 1)
        st.rerun()
    st.session_state[key] = replace(edit, kept=kept)
    return found


def _made_small(batch: Batch, files: Sequence[str]) -> list[str | None]:
    """Photos, one after the other: a click ends the wait for those that were not made small yet."""
    photos = []
    with st.spinner(_("The photos are made small …")):
        place = st.empty()
        for file in files:
            photos.append(thumbnail(str(batch.given), file))
            place.empty()  # A click ends the run where Streamlit is told anything.
    return photos


def _editor(batch: Batch, results: Results, put: Put | None, edit: _Edit) -> dict[str, str]:
    """Draw texts to be changed; what they are then."""
    key, texts = _key(batch, len(results.table)), edit.first
    photos = _made_small(batch, list(texts))
    # What cannot be read has a sign in place of its photo, nothing to press, and why it is so.
    why = dict(zip(results.table[results.given], results.table[results.problem], strict=True))
    changed: pd.DataFrame = st.data_editor(
        pd.DataFrame(
            {
                "photo": [photo or _NO_PHOTO for photo in photos],
                "alt": list(texts.values()),
                **({"why": [why[file] or "" for file in texts]} if any(why.values()) else {}),
                "stage": [_("On stage") if photo and put else None for photo in photos],
                "file": list(texts),
            }
        ),
        column_config=_columns(
            told(results.titles[LEFT_OUT]), partial(_take, batch, list(texts), put), f"{key}-stage"
        ),
        height=min(_HIGH, 40 + _ROW * len(texts)),
        hide_index=True,
        num_rows="fixed",
        row_height=_ROW,
        key=f"{key}-editor-{edit.times}",
        alt=_("Alternative texts"),
    )
    # A cell that is emptied is no text, but not a number.
    written = ("" if pd.isna(alt) else str(alt) for alt in changed["alt"])
    return dict(zip(texts, written, strict=True))


def _columns(why: str, take: Callable[[], None], key: str) -> dict[str, Any]:
    text = st.column_config.TextColumn
    return {
        "photo": st.column_config.ImageColumn(_("photo"), width=_ROW),
        "alt": text(_("alternative text"), max_chars=2_000, width="large"),
        "file": text(_("file"), disabled=True),
        "why": text(why, disabled=True),
        "stage": st.column_config.ButtonColumn(_("stage"), on_click=take, key=key),
    }


def _key(batch: Batch, rows: int) -> str:
    return f"batch-texts-{batch.folder.name}-{rows}"


def _first_texts(results: Results, kept: Mapping[str, str]) -> dict[str, str]:
    """What a viewer wrote, else what the model said, of the most doubtful photos first."""
    ordered = results.table.assign(certainty=results.certainty).sort_values("certainty")
    said = ordered[next(iter(results.answered.values()))]
    return {
        file: kept.get(file, text or "")
        for file, text in zip(ordered[results.given], said, strict=True)
    }


def _take(batch: Batch, files: list[str], put: Put | None) -> None:
    file = files[st.session_state[f"{_key(batch, len(files))}-stage"]["row"]]
    photo = Photo(batch.given, file).read()
    if put and isinstance(photo, bytes):
        put(file, photo)


def put_on_stage(model: ModelDirectory) -> None:
    """Have the next run go on to the stage of a model, on which something was put."""
    st.session_state[f"{model.kind.name}-model"] = model.name
    st.session_state[STAGED] = True
