"""Calibration: probabilities that come true, whatever the length, and a band of doubt."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from pipelines.errors import DataError
from pipelines.tasks.sentiment import calibrate
from pipelines.tasks.sentiment.calibrate import Answers, fit_calibration
from pipelines.tasks.sentiment.calibration import BOUNDS, Calibration, opinions
from pipelines.tasks.sentiment.labelled import LabelledTexts
from pipelines.tasks.sentiment.results import Level


def answers(temperature: float, tokens: int, number: int = 20_000, seed: int = 1) -> Answers:
    """Logits that are ``temperature`` times as large as they should be."""
    random = np.random.default_rng(seed)
    true_logits = random.normal(0, 2, number)
    labels = (random.random(number) < 1 / (1 + np.exp(-true_logits))).astype(int)
    return Answers(temperature * true_logits[:, None], np.full(number, tokens), labels)


def test_each_length_gets_the_temperature_that_it_needs() -> None:
    calibration = fit_calibration([answers(3.0, 250), answers(0.5, 20, seed=2)])
    ones = np.ones((2, 1))
    found = calibration.calibrated(ones, np.array([250, 20])) / (1 - calibration.shift)
    assert 1 / found == pytest.approx([3.0, 0.5], rel=0.08)


def test_texts_of_which_none_can_be_read_calibrate_nothing(
    models_root: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    domains = {"reviews": LabelledTexts([" … ", "— !"], [0, 1])}
    monkeypatch.setattr(calibrate, "load_validation_texts", lambda _: domains)
    with pytest.raises(DataError, match="None of the 2 validation texts"):
        calibrate.calibrate(models_root / "sentiment-tiny-lstm", tmp_path)


def test_a_model_that_leans_to_one_side_is_set_upright() -> None:
    upright = answers(1.0, 20)
    leaning = upright._replace(logits=upright.logits + 0.5)
    calibration = fit_calibration([leaning])
    assert calibration.shift == pytest.approx(0.5, abs=0.06)
    said = calibration.probabilities(leaning.logits, leaning.tokens)
    assert said.mean() == pytest.approx(leaning.labels.mean(), abs=0.005)


@pytest.mark.parametrize("tokens", [1, 20, 60_000])
def test_a_temperature_never_changes_a_side(tokens: int) -> None:
    logits = np.array([-1e9, -2.0, -1e-6, 0.0, 1e-6, 2.0, 1e9])
    probabilities = Calibration(0.3, -0.2).probabilities(logits[:, None], np.full(7, tokens))
    assert ((probabilities >= 0.5) == (logits >= 0)).all()
    assert (np.diff(probabilities) >= 0).all()
    assert ((probabilities > 0) & (probabilities <= 1)).all()


def found_at(
    level: Level, calibration: Calibration, domain: Answers
) -> tuple[np.ndarray, np.ndarray]:
    """Which answers have a level, and which are right, each ``(N,)``."""
    probabilities = calibration.probabilities(domain.logits, domain.tokens)
    rows = np.array([calibration.level(p, None) == level for p in probabilities])
    return rows, (probabilities >= 0.5) == (domain.labels == 1)


def test_outside_the_band_97_of_100_answers_are_right() -> None:
    domains = [answers(1.0, 250), answers(1.0, 20, seed=2)]
    calibration = fit_calibration(domains)
    for domain in domains:
        sure, right = found_at("clearly", calibration, domain)
        assert right[sure].mean() >= 0.97
        assert 0.1 < sure.mean() < 0.9
        assert right[~sure].mean() < 0.97


@pytest.mark.parametrize(("texts", "says_clearly"), [(20, False), (2_000, True)])
def test_a_few_answers_that_are_all_right_speak_for_no_certainty(
    texts: int, says_clearly: bool
) -> None:
    labels = np.arange(texts) % 2
    domain = Answers(np.where(labels, 9.0, -9.0)[:, None], np.full(texts, 20), labels)
    calibration = fit_calibration([domain])
    most = calibration.probabilities(domain.logits, domain.tokens).max()
    assert most == pytest.approx((texts + 1) / (texts + 2), abs=0.005)  # Laplace's rule.
    assert found_at("clearly", calibration, domain)[0].any() == says_clearly


def test_a_model_that_is_never_right_often_enough_is_never_sure() -> None:
    random = np.random.default_rng(3)
    guesses = Answers(random.normal(0, 1, (500, 1)), np.full(500, 9), random.integers(0, 2, 500))
    assert fit_calibration([guesses]).confidence_threshold > 0.9
    assert Calibration(confidence_threshold=1.0).level(1.0, None) == "undecided"


@given(*(st.floats(*bounds) for bounds in BOUNDS.values()))
def test_all_that_a_folder_may_hold_gives_probabilities(
    offset: float, slope: float, clear: float, leaning: float, opinion: float, shift: float
) -> None:
    calibration = Calibration(offset, slope, clear, leaning, opinion, shift)
    logits = np.array([[shift - 3], [shift + 3]])
    probabilities = calibration.probabilities(logits, np.array([1, 60_000]))
    assert probabilities[0] <= 0.5 <= probabilities[1]
    found = calibration.level(0.9, 0.4)
    assert (found == "no opinion") == (opinion > 0.4)
    assert (calibration.level(0.1, None) == "clearly") == (clear < 0.9)
    if found == "undecided":
        assert max(clear, leaning) >= 0.9


@given(st.floats(0.5, 1), st.floats(0.5, 1), st.floats(0, 1))
def test_bounds_say_what_is_undecided_and_what_is_clear(
    clear: float, leaning: float, probability: float
) -> None:
    calibration = Calibration(confidence_threshold=clear, leaning_threshold=leaning)
    (low, high), (lowest, highest) = calibration.doubt, calibration.clear
    assume(min(abs(probability - bound) for bound in (low, high, lowest, highest)) > 1e-9)
    level = calibration.level(probability, None)
    assert (low < probability < high) == (level == "undecided")
    assert (not lowest < probability < highest) == (level == "clearly")


def test_80_of_100_leaning_answers_are_right() -> None:
    domains = [answers(1.0, 250), answers(1.0, 20, seed=2)]
    calibration = fit_calibration(domains)
    for domain in domains:
        leaning, right = found_at("leaning", calibration, domain)
        assert leaning.any()
        assert right[leaning].mean() >= 0.80


def test_one_opinion_in_a_hundred_may_be_overlooked() -> None:
    random = np.random.default_rng(5)
    logits = random.normal(2, 1, (1_000, 2))
    domain = Answers(logits, np.full(1_000, 9), (logits[:, 0] > 2).astype(int))
    calibration = fit_calibration([domain])
    found = opinions(logits)
    assert found is not None
    assert (found < calibration.opinion_threshold).mean() == pytest.approx(0.01, abs=0.002)
    assert opinions(logits[:, :1]) is None
