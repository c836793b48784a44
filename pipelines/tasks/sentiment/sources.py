"""The data sets that sentiment models are made of, and how they come from the Hub.

imdb            label 1 positive, 0 negative, -1 none
sst             label 0 very negative … 4 very positive
opinions        keywords and sentences about products, label 1 positive, 0 negative
counterfactual  reviews that people changed so that the opinion turned, likewise
multi30k        captions of photos, which hold no opinion, in English and German
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipelines.data.multi30k import MULTI30K
from pipelines.data.sets import FLAG, NUMBER, TEXT, DataSet, Load, Row, whole_number
from pipelines.messages import N_
from pipelines.text import words

# Of Bing Liu, as NLTK keeps them: <Pros>Easy to use</Pros>, and battery[+2], size[-1]##sentence.
_NLTK = "https://raw.githubusercontent.com/nltk/nltk_data/gh-pages/packages/corpora"
_OPINIONS = [f"{_NLTK}/{n}.zip" for n in ("pros_cons", "product_reviews_1", "product_reviews_2")]
_PRO_OR_CON = re.compile(r"<(Pros|Cons)>(.*)</\1>")
_GRADED = re.compile(r"\[([+-]\d)\]")
# Of Kaushik et al. (2020), a tab between label and text.
_CHANGED = "https://raw.githubusercontent.com/acmi-lab/counterfactually-augmented-data/master/sentiment/new"
_IMDB, _SST5, _SST2 = "stanfordnlp/imdb", "SetFit/sst5", "stanfordnlp/sst2"


def _imdb_rows(load: Load, _split: str) -> Iterator[Row]:
    """The reviews as they are."""
    for row in load(_IMDB):
        yield {"text": row["text"], "label": row["label"]}


def _sst_rows(load: Load, split: str) -> Iterator[Row]:
    """The sentences with five labels; for training, phrases with two after them.

    The Hub holds no phrases with five labels, so negative ones count as 1 and positive ones as 3.
    They do not say which sentence they are from, so ``sentence_id`` is -1, and only those that
    stand in a training sentence are kept: none comes from a sentence of another part alone.
    """
    sentences = list(load(_SST5))
    for number, row in enumerate(sentences):
        yield _sst_row(row["text"], row["label"], number, is_sentence=True)
    if split == "train":
        training_text = "\n".join(_between_blanks(row["text"]) for row in sentences)
        for row in load(_SST2):
            if _between_blanks(row["sentence"]) in training_text:
                label = 3 if row["label"] == 1 else 1
                yield _sst_row(row["sentence"].strip(), label, -1, is_sentence=False)


def _sst_row(text: str, label: int, sentence_id: int, *, is_sentence: bool) -> Row:
    return {"text": text, "label": label, "sentence_id": sentence_id, "is_sentence": is_sentence}


def opinion_rows(load: Load, _split: str) -> Iterator[Row]:
    """Whatever takes one side."""
    for address in _OPINIONS:
        for row in load(address):
            if found := _PRO_OR_CON.fullmatch(row["text"].strip()):
                yield {"text": found[2].strip(), "label": int(found[1] == "Pros")}
                continue
            aspects, _, sentence = row["text"].partition("##")
            grades = {int(grade) > 0 for grade in _GRADED.findall(aspects)}
            if len(grades) == 1 and sentence.strip():
                yield {"text": sentence.strip(), "label": int(*grades)}


def changed_rows(load: Load, split: str) -> Iterator[Row]:
    """The reviews after the change."""
    name = {"train": "train", "validation": "dev"}[split]
    for row in load(f"{_CHANGED}/{name}.tsv"):
        label, _, text = row["text"].partition("\t")
        if label in ("Positive", "Negative"):  # Not the head of the table.
            yield {"text": text.rpartition("\t")[0] or text, "label": int(label == "Positive")}


def _between_blanks(text: str) -> str:
    """The words of ``text``, so that "art" does not stand in "start"."""
    return f" {' '.join(words(text))} "


_SIDE = whole_number(N_("0 or 1"), 1)
IMDB = DataSet(
    "imdb",
    ("train", "test", "unsupervised"),
    {"text": TEXT, "label": _SIDE},
    _imdb_rows,
)
SST = DataSet(
    "sst",
    ("train", "validation", "test"),
    {
        "text": TEXT,
        "label": whole_number(N_("a whole number from 0 to 4"), 4),
        "sentence_id": NUMBER,
        "is_sentence": FLAG,
    },
    _sst_rows,
)
OPINIONS = DataSet("opinions", ("train",), {"text": TEXT, "label": _SIDE}, opinion_rows)
COUNTERFACTUAL = DataSet(
    "counterfactual", ("train", "validation"), {"text": TEXT, "label": _SIDE}, changed_rows
)
DATASETS = (IMDB, SST, OPINIONS, COUNTERFACTUAL, MULTI30K)
