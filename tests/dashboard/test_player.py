"""What the player is sent says what the results say."""

from __future__ import annotations

import itertools
import json
import re
from collections import Counter
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from dashboard.exports import as_json
from dashboard.player import component
from dashboard.player.beam import ranked_beam
from dashboard.player.payload import MAX_LINK_CHARACTERS
from dashboard.player.plotting import plotting_show
from dashboard.player.sources import Photo
from dashboard.player.steering import Steering, least_sure
from dashboard.player.tree import beam_tree, spoken_words
from dashboard.player.writing import writing_show
from dashboard.services import folders
from dashboard.shows.sentiment.reading import trace_show
from pipelines.generation.strategies import Beam, Constraints, Greedy, Sample, Strategy
from pipelines.layers.traces import LayerTrace
from pipelines.pictures.images import read_image
from pipelines.tasks.captioning.pipeline import CaptionPipeline
from pipelines.tasks.captioning.results import Caption
from pipelines.tasks.captioning.samples import scikit_image_photo
from pipelines.tasks.sentiment.pipeline import SentimentPipeline
from pipelines.tasks.sentiment.results import SentimentTrace
from tests.dashboard.conftest import Open, described, on_stage

TEXT = "  A <b>good</b> film, isn't it?\nA bad one!  "
PHOTO = Photo("Cat", "data:image/jpeg;base64,", in_link=True)
READERS = ("sentiment-tiny-lstm", "sentiment-tiny-gru", "sentiment-tiny-rnn")


@pytest.fixture(params=READERS)
def trace(models_root: Path, request: pytest.FixtureRequest) -> SentimentTrace:
    return SentimentPipeline.load(models_root / request.param).trace(TEXT)


def caption_of(models_root: Path, strategy: Strategy | None) -> Caption:
    pipeline = CaptionPipeline.load(models_root / "caption-tiny-lstm")
    return pipeline.caption(read_image(scikit_image_photo("chelsea.png")), strategy)


def numbers(show: bytes) -> np.ndarray:
    start = 4 + int.from_bytes(show[:4], "little")
    return np.frombuffer(show, np.uint8, offset=start)


def test_words_and_what_lies_between_give_back_the_text(trace: SentimentTrace) -> None:
    show = described(trace_show({"a": trace}))
    pieces = [piece for token in show["tokens"] for piece in token]
    assert "".join([*pieces, show["after"]]) == TEXT
    assert show["steps"] == len(show["tokens"]) == len(trace.tokens)


def test_answers_so_far_are_those_of_the_trace(trace: SentimentTrace) -> None:
    (lane,) = described(trace_show({"a": trace}))["lanes"]
    assert lane["probabilities"] == pytest.approx(trace.probabilities.tolist(), abs=1e-4)
    assert lane["known"] == list(trace.known)


def test_strips_hold_states_and_gates_to_the_last_shade(trace: SentimentTrace) -> None:
    show = trace_show({"a": trace, "b": trace})
    for lane in described(show)["lanes"]:
        for layer, states in zip(lane["layers"], trace.layers, strict=True):
            for strip in layer["strips"]:
                units, steps = strip["units"], len(trace.tokens)
                sent = numbers(show)[strip["at"] : strip["at"] + steps * units]
                low = 0 if strip["kind"] == "gate" else -1
                values = sent.reshape(steps, units) / 255 * (1 - low) + low
                assert np.abs(values - whole(states, strip["name"])).max() <= (1 - low) / 509


def whole(states: LayerTrace[np.ndarray], name: str) -> np.ndarray:
    if name == "hidden":
        return states.hidden
    return np.tanh(np.asarray(states.cell)) if name == "cell" else states.gates[name]


def test_every_step_has_a_sentence_on_its_gates(trace: SentimentTrace) -> None:
    (lane,) = described(trace_show({"a": trace}))["lanes"]
    for layer in lane["layers"]:
        assert len(layer["notes"]) == len(trace.tokens)
        for (_, word), note in zip(
            described(trace_show({"a": trace}))["tokens"], layer["notes"], strict=True
        ):
            assert note.startswith(f"At “{word}”")


def test_a_layer_that_reads_from_the_end_begins_there(models_root: Path) -> None:
    trace = SentimentPipeline.load(models_root / "sentiment-tiny-bilstm").trace("A good bad film")
    (lane,) = described(trace_show({"a": trace}))["lanes"]
    forward, backward = (layer["notes"] for layer in lane["layers"])
    empty = ["empty" in note for note in forward], ["empty" in note for note in backward]
    assert empty == ([True, False, False, False], [False, False, False, True])
    assert lane["probabilities"][:-1] == [None] * 3


def test_models_beside_each_other_are_called_by_the_headlines_of_their_cards(
    own_models: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(folders, "MODELS", own_models)
    first, second, third = READERS

    def called(**cards: str) -> list[tuple[str, str | None]]:
        for name, card in zip(READERS, cards.values(), strict=False):
            (own_models / name / "README.md").write_text(card)
        traces = {name: SentimentPipeline.load(own_models / name).trace(TEXT) for name in READERS}
        assert described(trace_show({first: traces[first]}))["lanes"][0]["name"] == first
        lanes = described(trace_show(traces))["lanes"]
        return [(lane["name"], lane.get("model")) for lane in lanes]

    found = called(one="# With gates\n\n## Intent\n", other="# Two gates\n")
    assert found == [("With gates", first), ("Two gates", second), (third, None)]
    assert called(one="# Two gates") == [(name, None) for name in READERS]
    assert called(one="No headline", other=f"# {'long ' * 9}")[:2] == [
        (first, None),
        (second, None),
    ]


def test_a_text_too_long_for_a_link_is_said_to_be_so(models_root: Path) -> None:
    pipeline = SentimentPipeline.load(models_root / "sentiment-tiny-rnn")
    for length, missing in ((MAX_LINK_CHARACTERS, ""), (MAX_LINK_CHARACTERS + 1, "the text")):
        trace = pipeline.trace(("good film " * length)[:length])
        assert described(trace_show({"a": trace}))["not_in_link"] == missing


@pytest.mark.parametrize("strategy", [None, Greedy(), Beam(20), Sample(seed=3)])
def test_the_beam_is_a_tree_whose_best_path_is_the_caption(
    models_root: Path, strategy: Strategy | None
) -> None:
    caption = caption_of(models_root, strategy)
    tree = beam_tree(caption, "end")
    nodes, spoken = tree["nodes"], spoken_words(caption.hypothesis)
    for index, node in enumerate(nodes):
        above = nodes[node["parent"]] if node["parent"] >= 0 else None
        assert node["parent"] < index
        assert node["depth"] == (above["depth"] + 1 if above else 1)
        assert above is None or node["until"] <= above["until"]
        assert above is None or node["row"] >= above["row"]
    assert [nodes[at]["parent"] for at in tree["best"]] == [-1, *tree["best"][:-1]]
    words = [nodes[at]["word"] for at in tree["best"]]
    assert words == [*caption.hypothesis.words, "end"][: len(spoken)]
    assert {nodes[at]["row"] for at in tree["best"]} == {0}
    assert len({(node["row"], node["depth"]) for node in nodes}) == len(nodes)
    assert {node["row"] for node in nodes} == set(range(tree["rows"]))
    assert len(tree["said"]) == len(spoken)


def test_what_goes_on_is_alive_and_what_was_dropped_is_not(models_root: Path) -> None:
    caption = caption_of(models_root, Beam(3))
    nodes = beam_tree(caption, "end")["nodes"]
    for number, step in enumerate(caption.steps, start=1):
        here = [node for node in nodes if node["depth"] == number]
        ended = [h for h in step.finished if len(h.log_probabilities) == number]
        assert sum(node["until"] >= number for node in here) == len(step.live) + len(ended)
        assert sum(node["until"] < number for node in here) == min(1, len(step.dropped))


def test_a_sentence_of_the_beam_hands_its_row_to_the_best_that_grows_from_it(
    models_root: Path,
) -> None:
    caption = caption_of(models_root, Beam(4))
    ranking = ranked_beam(caption.steps)
    for step, lines in zip(caption.steps, ranking, strict=True):
        assert len({line["row"] for line in lines}) == len(lines) == len(step.live + step.finished)
        scores = {" ".join(h.words): h.score for h in (*step.live, *step.finished)}
        assert scores[lines[0]["words"]] == max(scores.values())
    for before, after in itertools.pairwise(ranking):
        words = {line["row"]: line["words"] for line in before}
        for line in after:
            assert line["words"].startswith(words.get(line["row"], ""))
        kept = {line["row"] for line in after}
        for line in before:
            grown = [one["words"].rsplit(" ", 1)[0] for one in after if not one["ended"]]
            assert line["row"] in kept or line["words"] not in grown


def test_a_word_of_which_a_model_was_least_sure_is_one_that_it_chose(models_root: Path) -> None:
    wish = Constraints.of("dog man")
    caption = caption_of(models_root, Greedy(wish))
    hypothesis = caption.hypothesis
    own = list(zip(hypothesis.words, hypothesis.log_probabilities, strict=False))[2:]
    assert (least_sure(caption, forced=2), min(gain for _, gain in own)) in own
    assert not least_sure(caption, forced=len(caption.hypothesis.words))


def test_a_caption_is_staged_with_candidates_and_states(models_root: Path) -> None:
    caption = caption_of(models_root, None)
    show = writing_show({"a": caption}, PHOTO)
    description = described(show)
    (lane,) = description["lanes"]
    assert lane["words"] == spoken_words(caption.hypothesis)
    assert description["steps"] == len(lane["steps"]) == len(lane["words"])
    for place, step in enumerate(lane["steps"]):
        branch = caption.steps[place].branch_of(caption.hypothesis.words)
        assert branch
        assert [word for word, *_ in step["candidates"]] == [c.word for c in branch.candidates]
    (layer,) = lane["layers"]
    assert "photo" in layer["notes"][0]
    assert layer["notes"][1].startswith(f"At “{lane['words'][0]}”")
    for strip in layer["strips"]:
        assert strip["at"] + strip["units"] * len(lane["words"]) <= len(numbers(show))


def test_steering_begins_at_the_last_forced_word(models_root: Path) -> None:
    free = caption_of(models_root, Greedy())
    wish = Constraints.of("a dog")
    steered = caption_of(models_root, Greedy(wish))
    shows = [
        described(writing_show({"a": free}, PHOTO)),
        described(writing_show({"a": steered}, PHOTO, Steering(wish))),
    ]
    assert [show["start"] for show in shows] == [0, 1]
    assert shows[0]["id"] != shows[1]["id"]
    assert shows[1]["lanes"][0]["forced"] == 2


def test_the_clearest_part_is_where_a_word_loses_most(models_root: Path) -> None:
    caption = caption_of(models_root, None)
    words = spoken_words(caption.hypothesis)
    heat = np.zeros((len(words), 7, 7))
    heat[0, 2, 3], heat[0, 6, 6] = 2.0, -5.0
    show = writing_show({"a": caption}, PHOTO, heat=heat)
    description = described(show)
    sent = numbers(show)[description["heat"]["at"] :].reshape(len(words), 7, 7)
    assert np.argwhere(sent[0] == 255).tolist() == [[2, 3]]
    assert (sent[1:] == 255).all()  # Where nothing matters, nothing is veiled.
    assert "86% less probable" in description["heat"]["notes"][0]
    assert "No part of the photo" in description["heat"]["notes"][1]


def test_curves_arrive_with_their_gaps() -> None:
    curves = {"one": [0.25, float("nan"), 1.0], "other": [float("inf"), 2.0]}
    show = described(plotting_show(curves, "epoch", "loss", first=3))
    assert [lane["name"] for lane in show["lanes"]] == list(curves)
    assert [lane["values"] for lane in show["lanes"]] == [[0.25, None, 1.0], [None, 2.0]]
    assert (show["steps"], show["first"]) == (3, 3)
    assert (show["x_title"], show["y_title"]) == ("epoch", "loss")


def test_other_curves_are_another_show() -> None:
    one, same, other, turned = (
        described(plotting_show({"a": values}, "epoch", title))["id"]
        for values, title in (([1, 2], "x"), ([1, 2], "x"), ([1, 3], "x"), ([1, 2], "y"))
    )
    assert one == same
    assert len({one, other, turned}) == 3


def test_a_training_is_played_epoch_by_epoch(open_own: Open, own_models: Path) -> None:
    app = open_own("models")
    name = str(app.selectbox[0].value)
    assert on_stage(app)["lanes"] == [{"name": "validation score", "values": [0.5, 0.6]}]
    history = own_models / name / "history.csv"
    for written, lanes in (
        ("epoch,training_loss\n4,0.5\n5,0.25\n", ["training loss"]),
        ("epoch,training_loss,validation_score\n1,0.5,0.5\n", None),
        ("epoch,seconds\n1,1\n2,2\n", None),
    ):
        history.write_text(written)
        app = open_own("models")
        assert not app.exception
        sent = [one.proto.bytes for one in app.get("bidi_component")]
        staged = [described(show) for show in sent if show]
        players = [show for show in staged if show["show"] == "plotting"]
        assert [[lane["name"] for lane in show["lanes"]] for show in players] == (
            [lanes] if lanes else []
        )
        assert all(show["first"] == 4 for show in players)


def test_whatever_is_no_number_is_null_in_json(trace: SentimentTrace) -> None:
    asked = replace(trace, probabilities=np.full(len(trace.tokens), np.nan))
    saved = json.loads(as_json(asked))
    assert saved["probabilities"] == [None] * len(trace.tokens)
    assert saved["text"] == TEXT
    hidden = np.array(saved["layers"][0]["hidden"])
    assert hidden == pytest.approx(trace.layers[0].hidden, abs=6e-4)


def test_scripts_that_share_a_module_share_no_name() -> None:
    """The browser would refuse all of them."""
    folder = Path(component.__file__).parent
    shared = [*folder.glob("*.js"), *folder.glob("inside/*.js")]
    for scope in (shared, *(list(scene.glob("*.js")) for scene in folder.glob("scenes/*"))):
        code = "\n".join(path.read_text(encoding="utf-8") for path in scope)
        named = re.findall(
            r"^(?:export default )?(?:async )?(?:const|let|function\*?|class) (\w+)", code, re.M
        )
        named += re.findall(r"^(?:const|let) \[([\w, ]+)\] =", code, re.M)
        names = [name for group in named for name in group.split(", ")]
        assert len(names) > len(scope) / 2
        assert not [name for name, times in Counter(names).items() if times > 1]
