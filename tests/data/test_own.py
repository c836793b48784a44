"""Own data: what a training would take of a table, or why it would not."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from itertools import chain
from pathlib import Path

import pandas as pd
import pyarrow.parquet as pq
import pytest
from jsonargparse import ArgumentParser

from pipelines.__main__ import main
from pipelines.data.folder import data_folder
from pipelines.data.hub import Hub
from pipelines.data.own import add_own_arguments, own_of
from pipelines.data.own_folder import own_folder
from pipelines.data.own_rows import look_at
from pipelines.data.source import Source
from pipelines.errors import DataError, InputError, PipelineError
from tests.commands import SMALL

OPINIONS = ("großartig und schön", "öde und schlecht")
STORY = "Zwei Stunden saß ich da und sah zu, wie ein Mann nach dem andern durch eine Tür ging."
ROWS = [(f"Film {n} war {OPINIONS[n % 2]}!", 5 - n % 2 * 4) for n in range(160)]


def written(path: Path, rows: Sequence[tuple[object, object]] = ROWS) -> Path:
    lines = ["review;stars", *(f"{text};{stars}" for text, stars in rows)]
    path.write_bytes("\n".join(lines).encode("cp1252"))
    return path


def call(monkeypatch: pytest.MonkeyPatch, *arguments: object) -> None:
    monkeypatch.setattr(sys, "argv", ["pipelines", *map(str, arguments)])
    main()


MAPPING = ("--text", "review", "--label", "stars", "--positive", "4,5", "--negative", "1,2")


def test_a_check_says_what_was_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    odd = [("", 5), ("gut", 3), ("gut", "nan"), ("FILM 0 war großartig und schön!?", 5)]
    odd += [(f"{STORY} {word}", 1) for word in ("Nie wieder", "Niemals", "Oh nein")]
    path = written(tmp_path / "own.csv", [*ROWS, *odd])
    call(monkeypatch, "data", "check", path, "--task", "sentiment", *MAPPING)
    said = capsys.readouterr().out
    for part in (
        "167 rows",
        "Windows-1252, cells parted by ;",
        "scored on: 17 (negative: 9, positive: 8)",
    ):
        assert part in said
    for part in ("row 161 has no word", "row 162 has the label “3”", "the same: 164", "“nan”"):
        assert part in said
    assert "kept in one part: 165, 166, 167" in said


def test_a_model_learns_from_a_table_and_is_scored_on_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    path, run, model = written(tmp_path / "own.csv"), tmp_path / "run", tmp_path / "mine"
    where = ("sentiment", model, "--data", path, "--run", run, "--training.epochs=1")
    call(monkeypatch, "train", *where, *MAPPING, *SMALL)
    stored = json.loads((run / "data" / "source.json").read_text())
    source = Source.of(stored)
    assert source
    assert (source.name, source.bytes, source.rows) == ("own.csv", path.stat().st_size, 160)
    texts = {
        name: pq.read_table(run / "data" / f"{name}.parquet")["text"].to_pylist()
        for name in ("imdb/train", "imdb/test", "sst/train", "sst/validation")
    }
    assert sum(map(len, texts.values())) == len(ROWS) == len({*chain(*texts.values())})
    call(monkeypatch, "evaluate", "sentiment", model, "--data", run / "data", "--json")
    assert "accuracy" in capsys.readouterr().out


def test_near_duplicates_stay_together_and_hold_no_part_alone(tmp_path: Path) -> None:
    told = [(f"{STORY} So ging Film {n} mit {n} Leuten aus.", n) for n in range(80)]
    twins = [(f"{text} {end}", 5 - n % 2 * 4) for text, n in told for end in ("Aha.", "Soso.")]
    alike = [(f"{' '.join([STORY] * 9)} Nummer {n}.", 1) for n in range(60)]
    path = written(tmp_path / "own.csv", [*ROWS, *twins, *alike])
    parser = ArgumentParser()
    add_own_arguments(parser, own_of("sentiment", path))
    found = look_at(path, "sentiment", parser.parse_args(MAPPING))
    part_of = {one.number: name for name, part in found.parts.items() for one in part}
    assert len(part_of) == len(ROWS) + len(twins) + len(alike)
    assert all(len({part_of[number] for number in group}) == 1 for group in found.alike)
    assert max(map(len, found.alike)) >= len(alike)
    for name in ("validation", "test"):
        assert len(found.parts[name]) < 0.2 * len(part_of)
        assert {one.label for one in found.parts[name]} == {"0", "1"}


REFUSED: dict[str, tuple[Sequence[tuple[object, object]], str]] = {
    "one class": ([row for row in ROWS if row[1] == 5], "one class only"),
    "few": (ROWS[:20], "40 are needed"),
    "other labels": ([(text, "good") for text, _ in ROWS], "160 of 160 rows cannot be used"),
    "no numbers": ([(text, "nan") for text, _ in ROWS], "the label “nan”"),
    "no words": ([("…", label) for _, label in ROWS], "has no word"),
    "one text": ([("gut", 5), ("schlecht", 1)] * 99, "40 are needed"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_nothing_can_be_learnt_from_is_refused(
    case: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows, said = REFUSED[case]
    path = written(tmp_path / "own.csv", rows)
    with pytest.raises(InputError) as error:
        call(monkeypatch, "data", "check", path, "--task", "sentiment", *MAPPING)
    assert said in str(error.value)
    assert "\n" not in str(error.value)
    with pytest.raises(InputError, match="--text"):
        call(monkeypatch, "data", "check", path, "--task", "sentiment", "--label", "stars")


@pytest.mark.parametrize("named", [("--text", "review"), ("--text=review", "--label=Stars")])
def test_what_columns_leave_open_is_asked(
    named: tuple[str, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = written(tmp_path / "own.csv", ROWS)
    with pytest.raises(
        InputError, match=r"columns: .*review.*stars.* --task .*sentiment --text --label;"
    ):
        call(monkeypatch, "data", "check", path, *named)


def test_a_split_of_the_file_is_kept_and_leaks_go(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    parts = [("train", "val", "test")[n % 3] for n in range(90)]
    frame = pd.DataFrame({"en": [f"Dog {n}" for n in range(90)], "de": "Hund", "split": parts})
    frame.loc[90] = ["dog 0.", "Hund", "test"]
    frame.to_parquet(tmp_path / "own.parquet")
    call(monkeypatch, "data", "check", tmp_path / "own.parquet")
    said = capsys.readouterr().out
    assert "all that translation learns from" in said
    assert "learn from: 30" in said
    assert "scored on: 30" in said
    assert "another part holds the same, or nearly: 91" in said


def test_without_a_part_to_choose_by_a_tenth_of_what_is_learnt_from_is_held_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    twins = [(f"{STORY} Nummer {n // 2} {'ja' * (n % 2)}", 5) for n in range(8)]
    rows = [(*row, "test" if n % 4 == 3 else "train") for n, row in enumerate([*ROWS, *twins])]
    path = tmp_path / "own.csv"
    pd.DataFrame(rows, columns=["review", "stars", "split"]).to_csv(path, index=False)
    options = ArgumentParser()
    add_own_arguments(options, own_of("sentiment", path))
    found = look_at(path, "sentiment", options.parse_args(MAPPING))
    assert {rows[one.number - 1][2] for one in found.parts["test"]} == {"test"}
    held = found.parts["validation"]
    assert {rows[one.number - 1][2] for one in held} == {"train"}
    assert {one.label for one in held} == {"0", "1"}
    assert 0.05 < len(held) / (len(held) + len(found.parts["train"])) < 0.2
    part_of = {one.number: name for name, part in found.parts.items() for one in part}
    assert found.alike
    assert all(len({part_of[number] for number in group}) == 1 for group in found.alike)
    call(monkeypatch, "data", "check", path, "--task", "sentiment", *MAPPING)
    assert "No row has the split validation: a tenth of those with train" in capsys.readouterr().out


def test_a_text_with_two_labels_is_named_and_learnt_from_as_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    odd = [("Film 7 war ÖDE und schlecht", 5), ("film 7 war öde und schlecht.", 1), ROWS[9]]
    path = written(tmp_path / "own.csv", [*ROWS, *odd])
    call(monkeypatch, "data", "check", path, "--task", "sentiment", *MAPPING)
    said = capsys.readouterr().out
    assert "have different labels: 8, 161" in said
    assert "another row holds the same: 162, 163" in said
    counts = [int(part.split(":")[1].split()[0]) for part in said.splitlines() if " (neg" in part]
    assert sum(counts) == len(ROWS) - 1


def test_tags_without_words_are_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = [{"tokens": f"play song {n}", "tags": "O O B-x", "intent": "play"} for n in range(50)]
    rows += [{"tokens": "play", "tags": "O O", "intent": "play"}]
    rows += [{"tokens": "play", "tags": "song", "intent": "play"}]
    (tmp_path / "a.jsonl").write_text("\n".join(map(json.dumps, rows)))
    call(monkeypatch, "data", "check", tmp_path / "a.jsonl", "--task", "tagging")
    said = capsys.readouterr().out
    assert "row 51 has 1 words and 2 tags" in said
    assert "row 52 has the tag “song”" in said


def test_who_takes_no_table_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path, model = written(tmp_path / "a.csv"), tmp_path / "model"
    with pytest.raises(InputError, match="this command learns from a data folder"):
        own_folder(path, "", ArgumentParser().parse_args([]), tmp_path / "data")
    for words in (
        ("data", "check", path, "--task", "films"),
        ("train", "films", model, "--data", path),
    ):
        with pytest.raises(
            InputError, match="films learns from what it makes by a rule and a seed"
        ):
            call(monkeypatch, *words)
    with pytest.raises(DataError, match="is a file, and this takes a data folder"):
        data_folder(path)


@pytest.mark.parametrize("name", ["here/there", "no/where.zip"])
def test_what_does_not_exist_is_not_looked_for_on_the_hub(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("here").mkdir()
    for words in (("data", "check", name, "--task"), ("train",)):
        more = () if words[0] == "data" else ("model", "--data", name)
        with pytest.raises(PipelineError, match=f"{name} does not exist"):
            call(monkeypatch, *words, "sentiment", *more)


def test_a_data_set_of_the_hub_is_a_table(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    import datasets

    kinds = datasets.Features(
        {"review": datasets.Value("string"), "stars": datasets.ClassLabel(names=["bad", "good"])}
    )
    texts = {name: [f"{name} {n}" for n in range(50)] for name in ("train", "test", "more")}
    found = datasets.DatasetDict(
        {
            name: datasets.Dataset.from_dict(
                {"review": some, "stars": [-1 if name == "more" else n % 2 for n in range(50)]},
                features=kinds,
            )
            for name, some in texts.items()
        }
    )
    found.save_to_disk(tmp_path / "kept")  # So that files lie behind it, as after a download.
    asked = []

    def load(*named: object, **more: object) -> datasets.DatasetDict:
        asked.append((*named, more))
        return datasets.load_from_disk(tmp_path / "kept")

    monkeypatch.setattr(Hub, "commit", lambda _, name: f"commit of {name}")
    monkeypatch.setattr(datasets, "load_dataset", load)
    options = ("--text=review", "--label=stars", "--positive=good", "--negative=bad")
    call(monkeypatch, "data", "check", "owner/name:plain", "--task", "sentiment", *options)
    assert asked == [("owner/name", "plain", {"revision": "commit of owner/name"})]
    said = capsys.readouterr().out
    for part in (
        "owner/name:plain: Hub, 100 rows",
        "learn from: 4",
        "choose by: 5",
        "scored on: 5",
    ):
        assert part in said


def test_without_a_connection_a_name_on_the_hub_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> str:
        raise ConnectionError("no\nroute")

    monkeypatch.setattr(Hub, "commit", fail)
    with pytest.raises(InputError) as error:
        call(monkeypatch, "data", "check", "owner/name", "--task", "tagging")
    assert str(error.value) == (
        "There is no owner/name here, and the Hub gives no data set of that name (ConnectionError: "
        "no route). Check the name and the connection."
    )
