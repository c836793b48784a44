"""The scores that everybody understands, side by side. A component that takes data: a table."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import streamlit as st

from dashboard.language import _, number, told
from dashboard.player.component import DRAWING
from dashboard.show import Scores
from dashboard.views.metrics import ARROWS, best_of, measured_in_words
from dashboard.views.records import scores_alike
from pipelines.models.directory import ModelDirectory
from pipelines.scoring.measured import is_published, measured_on
from pipelines.task import SIZES, Metric, Task

_CSS = """
.box { overflow-x: auto; }
table {
  border-collapse: collapse; width: 100%; font: .95rem var(--st-font); color: var(--st-text-color);
}
th, td { padding: .2rem .6rem; border-bottom: 1px solid var(--st-border-color); text-align: right; }
th { font-weight: 400; }
th:first-child { text-align: left; padding-left: 0; }
thead th { font-weight: 600; white-space: nowrap; }
.named { cursor: help; text-decoration: underline dotted; text-underline-offset: .25em; }
.swatch {
  display: inline-block; width: .8em; height: .8em; margin-right: .4em; border-radius: .15em;
}
td.legend { text-align: left; padding-left: 0; font-size: .85rem; opacity: .8; }
td { font-variant-numeric: tabular-nums; }
.best { font-weight: 700; }
"""

_JS = f"""{DRAWING}
export default function ({{ parentElement, data }}) {{
  const host = parentElement.host ?? parentElement.getRootNode().host;
  const table = element("table");
  table.setAttribute("aria-label", data.label);
  const heads = data.models.map((name, index) => {{
    const head = head_cell("col", name);
    if (data.models.length > 1) {{
      const swatch = element("span", "swatch");
      swatch.style.background = lane_colour(host, index);
      head.prepend(swatch);
    }}
    return head;
  }});
  table.createTHead().insertRow().append(element("td", "legend", data.legend), ...heads);
  const body = table.createTBody();
  for (const {{ name, title, arrow, values, best }} of data.rows) {{
    const named = element("span", "named", name);
    named.title = title;
    const head = head_cell("row");
    head.append(named, ` ${{arrow}}`);
    body.insertRow().append(head, ...values.map((value, index) =>
      element("td", best[index] ? "best" : "", value)));
  }}
  parentElement.querySelector(".box").replaceChildren(table);
}}

function head_cell(scope, text = "") {{
  const made = element("th", "", text);
  made.scope = scope;
  return made;
}}
"""

_component = st.components.v2.component(
    "unrolled_scoreboard", html='<div class="box" tabindex="0"></div>', css=_CSS, js=_JS
)


def show_scoreboard(models: Sequence[ModelDirectory], task: Task) -> None:
    """One row for each score with a plain name, its technical one told by the pointer.

    The best of a row is bold where all that were scored took the same tests.
    """
    records = scores_alike(models, task)
    metrics = [metric for metric in (*task.metrics, *SIZES) if metric.plain]
    best = best_of(metrics, [one for one in records.values() if one], task)
    rows = [
        _row(metric, list(records.values()), winner, task)
        for metric, winner in zip(metrics, best, strict=True)
    ]
    data = {
        "label": _("Scores in plain words"),
        "legend": _("↑ higher is better, ↓ lower is."),
        "models": list(records),
        "rows": rows,
    }
    _component(key="scoreboard", data=data)
    tests = {str(measured_on(one, task)) for one in records.values() if one}
    if len(tests) > 1:
        st.caption(measured_in_words(records, task))


def _row(
    metric: Metric, records: Sequence[Scores], winner: str | None, task: Task
) -> dict[str, Any]:
    values = [metric.written(record, number) for record in records]
    return {
        "name": told(metric.plain),
        "title": _titled(metric, records, task),
        "arrow": ARROWS[metric.better],
        "values": values,
        "best": [value == winner for value in values],
    }


def _titled(metric: Metric, records: Sequence[Scores], task: Task) -> str:
    """The technical name, and on how many items of a published test it was measured."""
    test = metric.path.split(".")[0]
    scored = [one for one in records if test in task.tests and metric.of(one) is not None]
    if not scored or not all(is_published(one, task, test) for one in scored):
        return told(metric.title)
    items = task.tests[test]
    return _(
        "{score}, {n:,} {kind}", score=told(metric.title), n=items.items, kind=told(items.kind)
    )
