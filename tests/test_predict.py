"""What command lines answer: with every doubt that a page shows, and without what is bad."""

from __future__ import annotations

import json
from pathlib import Path
from typing import get_args

import pytest

from dashboard.shows.sentiment.reading import show_answer
from pipelines.messages import Message
from pipelines.tasks.captioning import predict as caption_predict
from pipelines.tasks.captioning.pipeline import CaptionPipeline
from pipelines.tasks.captioning.results import Confidence
from pipelines.tasks.captioning.samples import scikit_image_photo
from pipelines.tasks.captioning.trust import Trust
from pipelines.tasks.sentiment import predict
from pipelines.tasks.sentiment.results import Level, SentimentResult
from tests.commands import run_command
from tests.dashboard.conftest import shown

GERMAN = "der film war sehr gut und the cast lustig"


def test_a_text_is_answered_with_its_doubts(
    models_root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    model = models_root / "sentiment-tiny-lstm"
    with pytest.raises(SystemExit) as end:
        run_command(predict, model, "A fine\nfilm.", "…", GERMAN, "--json")
    assert end.value.code == 1
    printed = capsys.readouterr()
    fine, bad, german = json.loads(printed.out)
    assert fine["text"] == "A fine\nfilm."
    assert fine["confidence"] == max(fine["probability"], 1 - fine["probability"])
    assert fine["doubts"] == []
    assert bad["text"] == "…"
    assert bad["left_out"].startswith("The text holds no word. Try ")
    assert german["doubts"] == [german["warning"]]
    assert german["verdict"] == "not what it has learnt to read"
    assert not german["sure"]
    assert printed.err == f"Left out: text 2 (“…”): {bad['left_out']}\n"
    with pytest.raises(SystemExit):
        run_command(predict, model, "A fine\nfilm.", "…", GERMAN)
    lines = capsys.readouterr().out.splitlines()
    said = (*fine["verdict"].split(), f"{fine['confidence']:.0%}", "A", "fine", "film.")
    assert lines[0].split() == list(said)
    for said in (*fine["doubts"], "all 4 tokens known", *german["doubts"]):
        assert any(line.strip() == said for line in lines)


@pytest.mark.parametrize("level", get_args(Level))
@pytest.mark.parametrize("warning", [None, Message("3 of 4 words are unknown to this model")])
def test_a_page_and_a_command_line_doubt_in_the_same_words(
    level: Level, warning: Message | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    lines: list[str] = []
    monkeypatch.setattr("streamlit.markdown", lines.append)
    result = SentimentResult(0.9, 1_200, 3, level, warning=warning)
    show_answer(result)
    line = shown(lines[0])
    for said in (*result.doubts, result.known):
        assert str(said) in line.replace("**", "")
    assert result.verdict.lower() in line.lower()
    assert (":blue" in line) == (level in ("clearly", "leaning") and warning is None)
    assert (result.doubts == ()) == (warning is None)


def test_a_photo_is_captioned_with_what_that_is_worth_and_a_bad_one_named(
    own_models: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    model = own_models / "caption-tiny-lstm"
    for name in ("a.png", "c.png"):
        (tmp_path / name).write_bytes(scikit_image_photo("chelsea.png"))
    (tmp_path / "bad.jpg").write_bytes(b"no picture")
    photos = [tmp_path / name for name in ("a.png", "bad.jpg", "gone.png", "c.png")]
    with pytest.raises(SystemExit) as end:
        run_command(caption_predict, model, *photos, "--json")
    assert end.value.code == 1
    printed = capsys.readouterr()
    first, bad, gone, last = json.loads(printed.out)
    assert first == last | {"photo": str(photos[0])}
    assert first["confidence"].keys() == {"word", "likelihood", "familiar", "in_words"}
    bad_line, gone_line = printed.err.splitlines()
    assert bad_line.startswith(f"Left out: {photos[1]} is ")
    assert str(photos[2]) in gone_line
    assert "no picture" in bad["left_out"]
    assert str(photos[2]) in gone["left_out"]
    with pytest.raises(SystemExit):
        run_command(caption_predict, model, *photos)
    sentence = first["caption"].capitalize() + "."
    said = f"{photos[0]}: {sentence} {first['confidence']['in_words']}"
    assert capsys.readouterr().out.splitlines()[0].startswith(said)


def test_a_photo_unlike_all_others_is_said_to_be(
    own_models: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    load = CaptionPipeline.load

    def strict(path: Path) -> CaptionPipeline:
        pipeline = load(path)
        pipeline.trust = Trust(out_of_distribution_from=0.0)
        return pipeline

    monkeypatch.setattr(CaptionPipeline, "load", strict)
    photo = tmp_path / "a.png"
    photo.write_bytes(scikit_image_photo("chelsea.png"))
    run_command(caption_predict, own_models / "caption-tiny-lstm", photo)
    assert "A guess. The photo is unlike those that the model" in capsys.readouterr().out
    assert "unlike" in str(Confidence(0.9, False).in_words)
    assert "90% probable" in str(Confidence(0.9, True).in_words)
