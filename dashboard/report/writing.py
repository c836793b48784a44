"""A report as one HTML file: nothing in it is asked of any server, and only its own script runs."""

from __future__ import annotations

import re
from base64 import b64encode
from hashlib import sha256
from pathlib import Path

import streamlit as st
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from dashboard.charts.style import as_svg, staged
from dashboard.player.component import SOURCES
from dashboard.report.parts import Drawn, Part, Played, Report

_HERE = Path(__file__).parent
_PAGES = Environment(
    loader=FileSystemLoader(_HERE), autoescape=True, undefined=StrictUndefined, trim_blocks=True
)
# What the player asks of a theme, by the options that say so.
_COLOURS = {
    "--st-text-color": "textColor",
    "--st-background-color": "backgroundColor",
    "--st-secondary-background-color": "secondaryBackgroundColor",
    "--st-border-color": "borderColor",
    "--st-primary-color": "primaryColor",
    "--st-link-color": "linkColor",
    "--st-orange-color": "orangeColor",
    "--st-orange-text-color": "orangeTextColor",
    "--st-blue-color": "blueColor",
    "--st-blue-text-color": "blueTextColor",
}
# Which the themes of the page leave to Streamlit.
_OTHERS = {
    "light": "--st-green-color: #21c354; --st-green-text-color: #158237; --st-gray-color: #a3a8b8;",
    "dark": "--st-green-color: #3dd56d; --st-green-text-color: #5ce488; --st-gray-color: #555867;",
}
_REFERENCES = re.compile(r'(\bid="|url\(#)')


def as_html(report: Report) -> bytes:
    """The file of a report; a browser plays, steps and prints it.

    What the template takes as it is comes from this program alone, or from Vega, which escapes all
    texts of a chart.
    """
    script = _script() if any(isinstance(part, Played) for part in report.parts) else ""
    page = _PAGES.get_template("page.html").render(
        report=report,
        parts=[_part(part, place) for place, part in enumerate(report.parts)],
        style=(_HERE / "page.css").read_text(encoding="utf-8"),
        light=_theme("light"),
        dark=_theme("dark"),
        script=script,
        allowed=f"'sha256-{b64encode(sha256(script.encode()).digest()).decode()}'"
        if script
        else "'none'",
    )
    return page.encode()


def _part(part: Part, place: int) -> dict[str, object]:
    """A part as the template takes it, its ``kind`` first."""
    if isinstance(part, Played):
        return {"kind": "played", "show": b64encode(part.show).decode()}
    if isinstance(part, Drawn):
        drawing = as_svg(staged(part.chart))
        # Names within a drawing hold in the whole file.
        named = _REFERENCES.sub(rf"\1chart-{place}-", drawing)
        return {"kind": "drawn", "title": part.title, "said": part.said, "drawing": named}
    return {"kind": "tabled", "table": part}


def _script() -> str:
    """The player, and what a file does when it is opened. Nothing in it may end it."""
    own = (_HERE / "page.js").read_text(encoding="utf-8")
    return re.sub(r"<(?=/script|!--)", r"\\x3c", f"\n{SOURCES['js']}\n{own}\n", flags=re.I)


def _theme(name: str) -> str:
    """The colours of a theme, as Streamlit gives them to a component."""
    colours = {css: st.get_option(f"theme.{name}.{option}") for css, option in _COLOURS.items()}
    models = st.get_option(f"theme.{name}.chartCategoricalColors")
    colours["--st-chart-categorical-colors"] = ",".join(models)
    colours |= {f"--model-{place}": colour for place, colour in enumerate(models)}
    written = " ".join(f"{css}: {colour};" for css, colour in colours.items())
    return f"color-scheme: {name}; {_OTHERS[name]} {written}"
