"""What a report says of itself and of its models: data, date, versions, limits."""

from __future__ import annotations

import platform
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from functools import cache
from importlib.metadata import version

from dashboard.language import _, in_language, locale_of_viewer, number, told
from dashboard.report.gathering import Gathered
from dashboard.report.parts import Model, Report
from pipelines.errors import ModelError
from pipelines.language import SOURCE
from pipelines.messages import N_
from pipelines.models.directory import ModelDirectory
from pipelines.scoring.measured import in_words

LIMITS = N_("Limits")  # As cards head them.
_LIBRARIES = ("torch", "numpy", "streamlit")
_MARKS = re.compile(r"[#*`]")


def report_of(title: str, found: Gathered) -> Report:
    """What a page has drawn, in the viewer's words."""
    return Report(
        title=title,
        language=locale_of_viewer(),
        words=_words(),
        facts={_("Date"): _now(), _("Made with"): _versions()},
        said=[one for sentences in found.said.values() for one in sentences],
        parts=list(found.parts.values()),
        models=[_about(model) for model in found.models.values()],
    )


def _words() -> dict[str, str]:
    return {
        "keys": _("Space plays, arrows step. Nothing is asked of any server."),
        "no_script": _("To play the show, open this file in a browser that runs scripts."),
        "models": _("Models"),
        "limits": _(LIMITS),
        "estimate": _(
            "What a model answers is an estimate, and may be wrong; how often it was, on which "
            "data, is said above. It is no reason to decide about a person."
        ),
    }


def _now() -> str:
    from babel.dates import format_datetime

    return str(format_datetime(datetime.now().astimezone(), "long", locale=locale_of_viewer()))


@cache
def _versions() -> str:
    libraries = (f"{name} {version(name)}" for name in _LIBRARIES)
    return ", ".join(["Unrolled", f"Python {platform.python_version()}", *libraries])


def _about(model: ModelDirectory) -> Model:
    facts = {_("Purpose"): told(model.kind.purpose)}
    if learnt := _learnt_from(model.config):
        facts[_("Learnt from")] = learnt
    try:
        metrics = model.metrics()
        facts[_("Measured on")] = (
            told(in_words(metrics, model.kind)) if metrics else _("It was not scored.")
        )
        for metric in model.kind.metrics[:1] if metrics else ():
            facts[told(metric.title)] = metric.written(metrics, number)
    except ModelError as error:
        facts[_("Measured on")] = told(error.message)
    hashes = model.config.get("sha256")
    if isinstance(hashes, dict):
        facts[_("Files (SHA-256)")] = ", ".join(
            f"{name} {str(digest)[:12]}" for name, digest in hashes.items()
        )
    return Model(model.name, facts, list(_limits(model)))


def _learnt_from(config: Mapping[str, object]) -> str:
    """The names of data sets, as the training noted them; of tests it only learnt what to avoid."""
    data = config.get("data")
    names = map(str, data) if isinstance(data, dict) else ()
    return ", ".join(name for name in names if not name.endswith("/test"))


def _limits(model: ModelDirectory) -> Iterator[str]:
    """What the card of a model says of its limits, in the viewer's language where it is there."""
    for language in (locale_of_viewer(), SOURCE):
        try:
            card = model.card(language)
        except ModelError:
            continue
        if found := _section(card, in_language(LIMITS, language)):
            yield from found
            return


def _section(card: str, title: str) -> Sequence[str]:
    """The paragraphs under a headline of a card, without marks."""
    _before, _head, after = card.partition(f"## {title}\n")
    text = re.split(r"^## ", after, maxsplit=1, flags=re.M)[0]
    paragraphs = (" ".join(_MARKS.sub("", one).split()) for one in text.split("\n\n"))
    return [one for one in paragraphs if one]
