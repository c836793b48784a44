"""What models say of photos, to be put right by a person, as alternative texts."""

from __future__ import annotations

from functools import partial

import pandas as pd
import streamlit as st

from dashboard.batch.reading import Inputs
from dashboard.batch.results import Results
from dashboard.batch.saving import as_csv, as_html, as_xmp
from dashboard.language import _
from dashboard.report.gathering import gather
from dashboard.report.parts import Tabled


def show_texts(inputs: Inputs, results: Results) -> None:
    """A table in which the texts can be changed, and files with them as they are then."""
    said = results.table[next(iter(results.answered.values()))]
    texts = pd.DataFrame({"file": results.table[results.given], "alt": said.fillna("")})
    st.markdown(_("**Alternative texts**: change what is wrong, then save them."))
    changed = st.data_editor(
        texts,
        column_config={
            "file": st.column_config.TextColumn(_("file"), disabled=True),
            "alt": st.column_config.TextColumn(_("alternative text"), max_chars=2_000),
        },
        hide_index=True,
        num_rows="fixed",
        key=f"batch-texts-{id(inputs)}",
    )
    rows = changed.astype(str).to_numpy().tolist()
    gather("batch texts", Tabled(_("Alternative texts"), [_("file"), _("alternative text")], rows))
    found = {str(row["file"]): str(row["alt"] or "") for _n, row in changed.iterrows()}
    with st.container(horizontal=True):
        for label, file, write in (
            (_("Texts as CSV"), "alt.csv", partial(as_csv, changed)),
            (_("Texts as HTML"), "alt.html", partial(as_html, found)),
            (_("Texts as XMP files"), "alt-xmp.zip", partial(as_xmp, found)),
        ):
            st.download_button(
                label,
                write,
                file,
                key=f"batch-{file}",
                on_click="ignore",
                icon=":material/download:",
            )
