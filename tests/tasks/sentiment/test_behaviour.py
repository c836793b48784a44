"""The behaviour tests test what they say."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import pytest

from pipelines.tasks.sentiment.behaviour import (
    CASES,
    EXPECTATIONS,
    Case,
    failures,
    load_cases,
)
from pipelines.tasks.sentiment.pipeline import SentimentPipeline
from pipelines.tasks.sentiment.results import SentimentResult

POSITIVE = SentimentResult(0.9, 5, 0, "clearly")
NEGATIVE = replace(POSITIVE, probability=0.2)
DOUBTFUL = SentimentResult(0.55, 5, 0, "undecided")


def test_there_are_enough_cases_of_each_capability() -> None:
    cases = load_cases()
    counts = Counter(case.capability for case in cases)
    assert len(cases) == len(set(cases)) >= 600
    assert {"negation", "intensifiers", "contrast", "typos", "names and numbers", "order"} <= set(
        counts
    )
    assert len(counts) >= 15
    assert min(counts.values()) >= 15


def test_every_file_of_cases_is_listed() -> None:
    files = {path.stem.replace("_", " ") for path in CASES.with_suffix("").iterdir()}
    assert files == {case.capability for case in load_cases()}


def test_templates_are_filled_and_sensible() -> None:
    for case in load_cases():
        assert "{" not in case.text + (case.variant or "")
        assert case.expect in EXPECTATIONS
        needs_variant = case.expect in ("same", "higher", "lower")
        assert needs_variant == (case.variant is not None)


@pytest.mark.parametrize(
    ("expect", "text", "variant", "holds"),
    [
        ("positive", POSITIVE, POSITIVE, True),
        ("positive", NEGATIVE, NEGATIVE, False),
        ("negative", NEGATIVE, NEGATIVE, True),
        ("negative", DOUBTFUL, DOUBTFUL, False),
        ("unsure", DOUBTFUL, DOUBTFUL, True),
        ("unsure", POSITIVE, POSITIVE, False),
        ("same", POSITIVE, replace(POSITIVE, probability=0.81), True),
        ("same", POSITIVE, replace(POSITIVE, probability=0.79), False),
        ("same", DOUBTFUL, replace(DOUBTFUL, probability=0.49), False),
        ("higher", DOUBTFUL, POSITIVE, True),
        ("higher", POSITIVE, DOUBTFUL, False),
        ("higher", POSITIVE, replace(POSITIVE, probability=0.86), True),
        ("lower", POSITIVE, NEGATIVE, True),
        ("lower", NEGATIVE, POSITIVE, False),
    ],
)
def test_what_an_expectation_means(
    expect: str, text: SentimentResult, variant: SentimentResult, holds: bool
) -> None:
    assert EXPECTATIONS[expect](text, variant) is holds


def test_a_case_and_its_opposite_cannot_both_be_passed(sentiment: SentimentPipeline) -> None:
    cases = [Case("x", expect, "A good film.", None) for expect in ("positive", "negative")]
    assert len(failures(sentiment, cases)) == 1
    assert failures(sentiment, [Case("x", "same", "A good film.", "A good film.")]) == []


def test_what_a_model_refuses_to_read_it_fails(sentiment: SentimentPipeline) -> None:
    refused = Case("x", "same", "Xyzzy.", "Xyzzy.")
    assert failures(sentiment, [refused]) == [refused]
