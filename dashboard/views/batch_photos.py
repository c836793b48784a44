"""What models say of photos, to be put right by a person, as alternative texts."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import partial
from pathlib import PurePosixPath
from urllib.parse import quote

import pandas as pd
import streamlit as st

from dashboard.batch.embedding import with_text
from dashboard.batch.orders import Batch
from dashboard.batch.pages import MOST_BYTES, fill, pages_in
from dashboard.batch.results import Results
from dashboard.batch.saving import as_csv, as_html, as_xmp, as_zip, xmp_of
from dashboard.batch.thumbnails import thumbnail
from dashboard.language import _, told
from dashboard.report.gathering import gather
from dashboard.report.parts import Tabled
from dashboard.services import folders
from dashboard.show import Batch as TaskBatch
from pipelines.batch.inputs import Photo
from pipelines.batch.shards import LEFT_OUT
from pipelines.models.directory import ModelDirectory

STAGED = "batch-staged"  # Whether the next run goes on to the stage.
_ROW, _HIGH = 72, 620  # Pixels.
_NO_PHOTO = "data:image/svg+xml," + quote(
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24" fill="none" stroke="gray" '
    'stroke-width="1.5"><path d="M4 5h16v14H4zM4 5l16 14M20 5L4 19"/></svg>'
)


def show_texts(batch: Batch, results: Results, task: TaskBatch) -> None:
    """Each photo beside its text, the most doubtful first, and files with the texts as they are.

    Args:
        batch: that was answered, as far as it was.
        results: of it.
        task: what its task says of answers.
    """
    st.markdown(
        _("**Alternative texts**, the most doubtful first: change what is wrong, then save them.")
    )
    found = _edited(batch, results, task)
    batch.keep_texts(found)
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
            _offer(label, file, write)
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
    filled = {name: fill(page, texts, name) for name, page in pages.items()}
    said = _(
        "{n:,} of {all:,} pictures get a text; the others have one, or are none of these photos. "
        "Nothing else changes.",
        n=sum(one.texts for one in filled.values()),
        all=sum(one.pictures for one in filled.values()),
    )
    st.caption(said)
    if len(filled) == 1:
        ((name, only),) = filled.items()
        _offer(_("Page with texts"), PurePosixPath(name).name, lambda: only.page)
    else:
        done = [(name, one.page) for name, one in filled.items()]
        _offer(_("Pages with texts"), "pages.zip", partial(as_zip, done))


def _offer(label: str, file: str, write: Callable[[], bytes]) -> None:
    """A button that saves what is written when it is pressed."""
    st.download_button(
        label, write, file, key=f"batch-{file}", on_click="ignore", icon=":material/download:"
    )


def _edited(batch: Batch, results: Results, task: TaskBatch) -> dict[str, str]:
    """The texts as they are now, by file."""
    # What a viewer changes is noted by its row, so that rows stay what they were at first.
    key = _key(batch, len(results.table))
    if key not in st.session_state:
        st.session_state[key] = _first_texts(batch, results)
    texts: Mapping[str, str] = st.session_state[key]
    with st.spinner(_("The photos are made small …")):
        photos = [thumbnail(str(batch.given), file) for file in texts]
    # What cannot be read has a sign in place of its photo, nothing to press, and why it is so.
    why = dict(zip(results.table[results.given], results.table[results.problem], strict=True))
    changed: pd.DataFrame = st.data_editor(
        pd.DataFrame(
            {
                "photo": [photo or _NO_PHOTO for photo in photos],
                "alt": list(texts.values()),
                "stage": [_("On stage") if photo else None for photo in photos],
                "file": list(texts),
                **({"why": [why[file] or "" for file in texts]} if any(why.values()) else {}),
            }
        ),
        column_config={
            "photo": st.column_config.ImageColumn(_("photo"), width=_ROW),
            "alt": st.column_config.TextColumn(
                _("alternative text"), max_chars=2_000, width="large"
            ),
            "file": st.column_config.TextColumn(_("file"), disabled=True),
            "why": st.column_config.TextColumn(told(results.titles[LEFT_OUT]), disabled=True),
            "stage": st.column_config.ButtonColumn(
                _("stage"), on_click=_take, args=(batch, list(texts), task), key=f"{key}-stage"
            ),
        },
        height=min(_HIGH, 40 + _ROW * len(texts)),
        hide_index=True,
        num_rows="fixed",
        row_height=_ROW,
        key=f"{key}-editor",
        alt=_("Alternative texts"),
    )
    return {file: str(alt or "") for file, alt in zip(texts, changed["alt"], strict=True)}


def _key(batch: Batch, rows: int) -> str:
    return f"batch-texts-{batch.folder.name}-{rows}"


def _first_texts(batch: Batch, results: Results) -> dict[str, str]:
    """What the viewer wrote, else what the model said, of the most doubtful photos first."""
    ordered = results.table.assign(certainty=results.certainty).sort_values("certainty")
    said = ordered[next(iter(results.answered.values()))]
    kept = batch.texts()
    return {
        file: kept.get(file, text or "")
        for file, text in zip(ordered[results.given], said, strict=True)
    }


def _take(batch: Batch, files: list[str], task: TaskBatch) -> None:
    file = files[st.session_state[f"{_key(batch, len(files))}-stage"]["row"]]
    photo = Photo(batch.given, file).read()
    if task.put_photo and isinstance(photo, bytes):
        task.put_photo(file, photo)
        put_on_stage(ModelDirectory.open(folders.MODELS / batch.order.model))


def put_on_stage(model: ModelDirectory) -> None:
    """Have the next run go on to the stage of a model, on which something was put."""
    st.session_state[f"{model.kind.name}-model"] = model.name
    st.session_state[STAGED] = True
