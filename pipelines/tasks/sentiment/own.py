"""Own texts and their labels of a table, and as a data folder."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from jsonargparse import Namespace

from pipelines.data.own import PARTS, Own, Parts, Read, names_in, text_in
from pipelines.data.table_rows import Row
from pipelines.messages import N_, Message

_PHRASES = 10  # One in so many texts of the training part is learnt from as a phrase.


def _reader(options: Namespace) -> Read:
    sides = [
        {_label(one).casefold() for one in names_in(named)}
        for named in (options.negative, options.positive)
    ]

    def read(row: Mapping[str, object]) -> Row | Message:
        text, label = text_in(row["text"]), _label(row["label"])
        if not any(map(str.isalnum, text)):
            return Message("has no word")
        for number, side in enumerate(sides):
            if label.casefold() in side:
                return {"text": text, "label": number}
        told = {"label": label}
        return Message("has the label “{label:.40}”, neither positive nor negative", told)

    return read


def _label(value: object) -> str:
    """Whole numbers without a fraction, as which some programs write them."""
    return text_in(value).removesuffix(".0")


def _files(parts: Parts) -> dict[str, list[dict[str, Any]]]:
    """As reviews, and as the treebank: what is held out there is held out here, none twice."""
    learnt = parts["train"]
    found = {
        "imdb/train.parquet": [dict(one.values) for n, one in enumerate(learnt) if n % _PHRASES],
        "imdb/test.parquet": [dict(one.values) for one in parts["test"]],
    }
    treebank = {**parts, "train": learnt[::_PHRASES]}
    for name in PARTS:
        found[f"sst/{name}.parquet"] = [
            {
                "text": one.values["text"],
                "label": 4 * int(str(one.values["label"])),
                "sentence_id": one.number,
                "is_sentence": name != "train",
            }
            for one in treebank[name]
        ]
    return found


OWN = Own(
    columns={"text": N_("column of the texts"), "label": N_("column of their labels")},
    read=_reader,
    label="label",
    text="text",
    files=_files,
    values={
        "positive": (
            "1,pos,positive,positiv",
            N_(
                "labels of positive texts, parted by commas; in quotation marks where one holds a "
                "comma"
            ),
        ),
        "negative": ("0,neg,negative,negativ", N_("labels of negative texts, likewise")),
    },
    classes={"0": N_("negative"), "1": N_("positive")},
    needs_classes=True,
)
