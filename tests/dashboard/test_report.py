"""A report is one file that asks nobody for anything, and in which every text stays a text."""

from __future__ import annotations

import re
from base64 import b64encode
from hashlib import sha256
from html.parser import HTMLParser

import altair as alt
import pandas as pd
import pytest

from dashboard.charts.style import readable
from dashboard.messages import as_text, plain
from dashboard.report.about import report_of
from dashboard.report.parts import Drawn, Model, Played, Report, Tabled
from dashboard.report.writing import as_html
from tests.dashboard.conftest import Open
from tests.dashboard.labelled import labelled, show_of

HOSTILE = (
    """</script></style></svg><img src=http://127.0.0.1:9/a onerror="f()"> """
    """${x} {{ 7 * 7 }} '"&\x3c!--"""
)


class Seen(HTMLParser):
    """The elements of a file, what leads out of it, and its texts."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.addresses: list[str] = []
        self.handlers: list[str] = []
        self.texts: list[str] = []
        self.allowed = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        found = dict(attrs)
        self.addresses += [str(found[one]) for one in ("src", "href", "action") if one in found]
        self.handlers += [name for name in found if name.startswith("on")]
        if found.get("http-equiv") == "Content-Security-Policy":
            self.allowed = str(found["content"])

    def handle_data(self, data: str) -> None:
        self.texts.append(data)


def hostile() -> Report:
    rows = pd.DataFrame({"name": [HOSTILE, "b"], "value": [1, 2]})
    bars = alt.Chart(rows, title=HOSTILE).mark_bar(clip=True).encode(x="value:Q", y="name:N")
    return Report(
        title=HOSTILE,
        language="en",
        words=dict.fromkeys(("keys", "no_script", "models", "limits", "estimate"), HOSTILE),
        facts={HOSTILE: HOSTILE},
        said=[HOSTILE],
        parts=[
            Played(show_of({HOSTILE: labelled()})),
            Drawn(readable(bars), HOSTILE, HOSTILE),
            Drawn(readable(bars), HOSTILE),
            Tabled(HOSTILE, [HOSTILE, "b"], [[HOSTILE, HOSTILE]], [[False, True]]),
        ],
        models=[Model(HOSTILE, {HOSTILE: HOSTILE}, [HOSTILE])],
    )


def test_every_text_stays_a_text_and_only_the_own_script_runs() -> None:
    page = as_html(hostile()).decode()
    seen = Seen(page)
    assert not {"img", "link", "iframe", "object", "base"} & set(seen.tags)
    assert not seen.handlers
    assert not seen.addresses
    scripts = re.findall(r"<script type=\"module\">(.*?)</script>", page, re.DOTALL)
    assert len(scripts) == seen.tags.count("script") == 1
    digest = b64encode(sha256(scripts[0].encode()).digest()).decode()
    assert f"script-src 'sha256-{digest}'" in seen.allowed
    assert seen.allowed.startswith("default-src 'none'")
    assert seen.texts.count(HOSTILE) >= 10


def test_names_within_drawings_hold_for_one_of_them_alone() -> None:
    names = re.findall(r'\bid="([^"]+)"', as_html(hostile()).decode())
    assert len(names) == len(set(names)) > 0


def test_without_a_show_no_script_may_run() -> None:
    report = hostile()
    still = Report(**{**vars(report), "parts": report.parts[1:]})
    seen = Seen(as_html(still).decode())
    assert "script" not in seen.tags
    assert "script-src 'none'" in seen.allowed


@pytest.mark.parametrize("text", [HOSTILE, "a* [b](c) :red[d] www.e.f -> g@h $i$", "plain"])
def test_a_text_comes_back_from_markdown(text: str) -> None:
    assert as_text(f"**{plain(text)}**") == text


@pytest.mark.parametrize(
    ("page", "link", "parts"),
    [
        ("sentiment", {}, {"player"}),
        ("compare", {}, {"player", "table scores"}),
        ("models", {"shown-model": "sentiment-tiny-lstm"}, set()),
    ],
)
def test_what_stands_on_a_page_stands_in_its_report(
    open_page: Open, page: str, link: dict[str, str], parts: set[str]
) -> None:
    app = open_page(page, "de", **link)
    found = app.session_state["gathered"]
    assert parts <= set(found.parts)
    assert found.models
    assert app.get("download_button")
    written = as_html(report_of(page, found)).decode()
    assert all(name in written for name in found.models)
    assert all(said.split("“")[0] in "".join(Seen(written).texts) for said in _said(found))


def _said(found: object) -> list[str]:
    return [one for several in vars(found)["said"].values() for one in several]
