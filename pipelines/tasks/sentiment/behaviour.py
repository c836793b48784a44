"""Behaviour tests, and what a model fails of them.

The cases are in ``behaviour/``; the head of ``behaviour.toml`` says what they may expect.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import cache, partial
from itertools import product
from pathlib import Path
from string import Formatter
from typing import Any

from jsonargparse import ArgumentParser, Namespace

from pipelines.command_line import as_path, print_json
from pipelines.errors import InputError
from pipelines.language import _
from pipelines.tasks.sentiment.pipeline import SentimentPipeline
from pipelines.tasks.sentiment.results import SentimentResult

CASES = Path(__file__).with_name("behaviour.toml")
SAME_WITHIN, FORGIVEN = 0.10, 0.05


@dataclass(frozen=True)
class Case:
    """One filled template.

    Attributes:
        capability: what it tests.
        expect: what should hold, a key of ``EXPECTATIONS``.
        text: what the model reads.
        variant: what it reads beside it; None where the expectation is about ``text`` alone.
    """

    capability: str
    expect: str
    text: str
    variant: str | None


# Whether the answers to text and variant (to text twice, without a variant) are as they should be.
EXPECTATIONS: Mapping[str, Callable[[SentimentResult, SentimentResult], bool]] = {
    "positive": lambda text, _: text.label == "positive",
    "negative": lambda text, _: text.label == "negative",
    "unsure": lambda text, _: not text.sure,
    "same": lambda text, variant: (
        text.label == variant.label and abs(text.probability - variant.probability) <= SAME_WITHIN
    ),
    "higher": lambda text, variant: variant.probability >= text.probability - FORGIVEN,
    "lower": lambda text, variant: variant.probability <= text.probability + FORGIVEN,
}


def load_cases() -> list[Case]:
    """All cases, templates filled."""
    content = tomllib.loads(CASES.read_text(encoding="utf-8"))
    return [
        Case(capability, expect, *filled)
        for capability in content["capabilities"]
        for expect, templates in _templates(capability).items()
        for template in templates
        for filled in _filled(template, content["slots"])
    ]


def _templates(capability: str) -> dict[str, list[str | list[str]]]:
    """The templates of a text, or of text and variant, by what is expected of them."""
    path = CASES.with_suffix("") / f"{capability.replace(' ', '_')}.toml"
    return tomllib.loads(path.read_text(encoding="utf-8"))


def failures(pipeline: SentimentPipeline, cases: Sequence[Case]) -> list[Case]:
    """The cases that the model fails; one that it refuses to read is failed."""
    answer = cache(partial(_answer, pipeline))

    def passed(case: Case) -> bool:
        text, variant = answer(case.text), answer(case.variant or case.text)
        return bool(text and variant and EXPECTATIONS[case.expect](text, variant))

    return [case for case in cases if not passed(case)]


def _answer(pipeline: SentimentPipeline, text: str) -> SentimentResult | None:
    try:
        return pipeline.predict([text])[0]
    except InputError:
        return None


def failure_rates(pipeline: SentimentPipeline) -> dict[str, Any]:
    """For each capability, the number of cases, and of a hundred how many fail."""
    cases = load_cases()
    failed = failures(pipeline, cases)
    rates = {}
    for capability in dict.fromkeys(case.capability for case in cases):
        number, wrong = (
            sum(case.capability == capability for case in several) for several in (cases, failed)
        )
        rates[capability] = {"cases": number, "failed": round(100 * wrong / number, 1)}
    return rates


def _filled(
    template: str | list[str], slots: Mapping[str, Sequence[Any]]
) -> Iterator[tuple[str, str | None]]:
    text, variant = (template, None) if isinstance(template, str) else template
    # A field such as "name[0]" is of the slot "name".
    fields = [field for _, field, _, _ in Formatter().parse(text + (variant or "")) if field]
    names = list(dict.fromkeys(field.split("[")[0] for field in fields))
    for values in product(*(slots[name] for name in names)):
        filling = dict(zip(names, values, strict=True))
        yield text.format(**filling), None if variant is None else variant.format(**filling)


def add_arguments(parser: ArgumentParser) -> None:
    """What the command takes."""
    parser.add_argument(
        "model",
        type=as_path,
        help=_("model folder, e.g. {example}", example="models/sentiment-lstm"),
    )
    parser.add_argument("--json", action="store_true", help=_("print one JSON document"))


def run(options: Namespace) -> None:
    """List what a model fails of the behaviour tests: negation, names, typing errors and others."""
    pipeline = SentimentPipeline.load(options.model)
    rates, failed = failure_rates(pipeline), failures(pipeline, load_cases())
    if options.json:
        print_json({"rates": rates, "failed": [asdict(case) for case in failed]})
        return
    for case in failed:
        beside = "" if case.variant is None else f" | {case.variant}"
        print(f"{case.capability}, not {case.expect}: {case.text}{beside}")
    for capability, rate in rates.items():
        print(f"{capability:22} {rate['failed']:5.1f} % of {rate['cases']} fail")
