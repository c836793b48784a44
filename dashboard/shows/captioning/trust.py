"""How far a captioner can be trusted, as it was measured."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from dashboard.language import _, number, told
from dashboard.messages import plain
from dashboard.show import Scores
from dashboard.views.figure import show_table
from dashboard.views.records import title_of_test
from pipelines.messages import N_
from pipelines.models.directory import ModelDirectory
from pipelines.tasks.captioning.task import CAPTIONING
from pipelines.tasks.captioning.trust import borrowed_floor

# As records name them; what another one names is shown as it is.
_KINDS = (
    *(N_("scikit-image's photos"), N_("text pages"), N_("drawings")),
    *(N_("noise"), N_("screenshots")),
)


def show_trust(_model: ModelDirectory, metrics: Scores) -> None:
    """What its own confidence was worth, and how it knows a picture that is unlike all others."""
    if "trust" not in metrics:
        st.caption(_("This model was not put to these tests."))
        return
    (test,) = CAPTIONING.tests
    found, title = metrics["trust"], title_of_test(metrics, CAPTIONING, test)
    st.markdown(_("**What was said of a caption, and what it was worth**, {test}", test=title))
    rows = {w: row for w, row in found["said"].items() if None not in row.values()}
    table = pd.DataFrame(
        {
            _("captions"): [number(row["captions"], ",") for row in rows.values()],
            _("good %"): [number(row["good"], ".1f") for row in rows.values()],
            "CIDEr-D": [number(row["cider_d"], ".1f") for row in rows.values()],
        },
        index=pd.Index([told(word).capitalize() for word in rows], name=_("confidence")),
    )
    show_table(table, _("Worth of captions by the confidence in them."), "confidence")
    st.caption(
        _(
            "A caption is good if it is as close to what people say of the photo as the captions "
            "of three of four people are."
        )
    )
    if borrowed := borrowed_floor(found):
        st.caption(plain(told(borrowed)))
    st.markdown(_("**Pictures unlike all that was learnt from**"))
    brought = found["varied"]
    kinds = ", ".join(
        f"{told(kind)} {number(rate, '.0f')} %" for kind, rate in brought["by_kind"].items()
    )
    st.markdown(
        _(
            "{noticed:.0f} % of them are noticed ({kinds}); of the test photos, as users might "
            "bring them (larger, sharper, in other files), {brought:.1f} % are taken for such by "
            "mistake, as they lie in the data folder {there:.1f} %.",
            noticed=brought["out_of_distribution_noticed"],
            kinds=plain(kinds),
            brought=brought["false_alarms"],
            there=found["false_alarms"],
        )
    )
