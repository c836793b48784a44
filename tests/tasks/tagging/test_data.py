"""The requests of the data folder, as they are learnt from and scored."""

from __future__ import annotations

from pathlib import Path

import pytest
import torch

from pipelines.errors import DataError
from pipelines.tasks.tagging.data import EncodedRequests, load_requests, load_training_requests
from pipelines.tasks.tagging.labels import Labels, spans
from tests.tasks.tagging.tiny import LABELS, REQUESTS, Row, tiny_encoder, write_requests


def loaded(folder: Path, *rows: Row) -> list[tuple[str, str]]:
    write_requests(folder, "test", rows)
    found = load_requests(folder, "test")
    return [
        (" ".join(words), " ".join(tags))
        for words, tags in zip(found.words, found.tags, strict=True)
    ]


@pytest.mark.parametrize(
    ("tokens", "tags", "words", "new_tags"),
    [
        ("play r&b now", "O B-genre O", "play r & b now", "O B-genre I-genre I-genre O"),
        ("play – fin by ola", "O B-album I-album O O", "play fin by ola", "O B-album O O"),
        ("a - b", "B-album I-album I-album", "a b", "B-album I-album"),
        ("oslo’s – norwood", "B-city B-city I-city", "oslo s norwood", "B-city I-city B-city"),
        ("x – y", "B-city O B-city", "x y", "B-city B-city"),
        ("deal: – x", "B-album O O", "deal x", "B-album O"),
    ],
)
def test_a_token_that_is_read_otherwise_keeps_its_span(
    tmp_path: Path, tokens: str, tags: str, words: str, new_tags: str
) -> None:
    found = loaded(tmp_path, (tokens, tags, "A"), ("– /", "O O", "B"))
    assert found == [(words, new_tags)]
    before, after = ([slot for slot, _ in spans(row.split())] for row in (tags, new_tags))
    assert before == after


def test_nothing_that_is_held_out_is_learnt_from(tmp_path: Path) -> None:
    first, second, third, last = REQUESTS
    write_requests(tmp_path, "train", REQUESTS)
    write_requests(
        tmp_path, "validation", [(first[0].replace("play", "play –"), f"O {first[1]}", "x")]
    )
    write_requests(tmp_path, "test", [third])
    found = load_training_requests(tmp_path)
    assert [" ".join(words) for words in found.words] == [second[0], last[0]]
    assert found.intents == ["GetWeather", "GetWeather"]
    write_requests(tmp_path, "test", REQUESTS)
    with pytest.raises(DataError, match="not in another part"):
        load_training_requests(tmp_path)


def test_a_word_without_a_tag(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"row 2: not every word has a tag.*make data"):
        loaded(tmp_path, REQUESTS[0], ("play it", "O", "PlayMusic"))


def test_a_batch_is_padded_on_the_right(tmp_path: Path) -> None:
    write_requests(tmp_path, "train")
    rows = EncodedRequests(load_requests(tmp_path, "train"), tiny_encoder(), LABELS)
    assert rows.lengths.tolist() == [6, 6, 4, 9]
    batch = rows[[2, 3]]
    assert batch.words.ids.shape == batch.tags.shape == (2, 9)
    assert batch.words.lengths.tolist() == [4, 9]
    real = torch.arange(9) < batch.words.lengths[:, None]
    assert torch.equal(batch.words.ids != 0, real)
    assert torch.equal((batch.words.letters != 0).any(dim=2), real)
    assert torch.equal(batch.tags != -100, real)
    named = [LABELS.tags[tag] for tag in batch.tags[0, :4]]
    assert named == ["O", "B-album", "I-album", "I-album"]
    assert LABELS.intents[batch.intents[1]] == "GetWeather"


def test_a_label_that_was_not_learnt(tmp_path: Path) -> None:
    write_requests(tmp_path, "train")
    fewer = Labels(LABELS.tags[:2], LABELS.intents)
    with pytest.raises(DataError, match="not in the training part"):
        EncodedRequests(load_requests(tmp_path, "train"), tiny_encoder(), fewer)


@pytest.mark.parametrize(
    "tags", [("B-x", "O"), ("O",), ("O", "B-x", "B-x"), ("O", "X-y"), ("O", "B-")]
)
def test_labels_that_cannot_be(tags: tuple[str, ...]) -> None:
    with pytest.raises(ValueError, match=r"tag|label"):
        Labels(tags, ("a", "b"))


def test_a_span_goes_on_with_its_own_slot_only() -> None:
    labels = Labels(("O", "B-x", "B-y", "I-x", "I-y"), ("a", "b"))
    allowed = labels.may_follow()
    named = {
        (before, after)
        for i, before in enumerate(labels.tags)
        for j, after in enumerate(labels.tags)
        if allowed[i, j] and after.startswith("I-")
    }
    assert named == {("B-x", "I-x"), ("I-x", "I-x"), ("B-y", "I-y"), ("I-y", "I-y")}
    assert allowed[:, :3].all()
