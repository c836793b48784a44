"""From words to what a network takes, words included that no vocabulary holds."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cached_property
from itertools import islice
from typing import TYPE_CHECKING
from unicodedata import name
from zlib import crc32

import torch
from torch import Tensor, nn

from pipelines.text import Vocabulary, known_form

if TYPE_CHECKING:
    from tokenizers import Tokenizer

# From texts, as word lists, to the tokens of each, ``(T,)`` or ``(T, ...)``.
Encode = Callable[[Sequence[Sequence[str]]], list[Tensor]]
PADDING_ID, UNKNOWN_ID = 0, 1

# Character n-grams as in fastText (Bojanowski et al. 2017); long words have the first of them.
LENGTHS, MOST_PIECES = (3, 4, 5), 30

MARKS = ("[CLS]", "[SEP]")  # Of BERT: between them stands a text.


def pieces_of(word: str, buckets: int) -> list[int]:
    """Which of the ``buckets``, from 1 on, the character n-grams of a word fall into.

    An emoji is spelled by its name, so that an unknown grinning face is like those that grin.
    """
    spelled = name(word, word).lower() if len(word) == 1 and not word.isalnum() else word
    marked = f"<{spelled}>"
    grams = (marked[n : n + size] for size in LENGTHS for n in range(len(marked) - size + 1))
    return [
        crc32(gram.encode("utf-8", "surrogatepass")) % buckets + 1
        for gram in islice(grams, MOST_PIECES)
    ]


class WordEncoder:
    """Words as ids; with pieces, also as what they are made of.

    Args:
        vocabulary: the words.
        buckets: number of vectors that pieces share; 0 for networks without pieces.
        spell_known: whether known words get their pieces as well, which training needs.
    """

    def __init__(
        self, vocabulary: Vocabulary, buckets: int = 0, *, spell_known: bool = False
    ) -> None:
        self.vocabulary = vocabulary
        self.buckets, self.spell_known = buckets, spell_known

    def __call__(self, texts: Sequence[Sequence[str]]) -> list[Tensor]:
        """Ids ``(T,)``, or rows ``(T, 31)`` of an id and up to 30 pieces, padded with 0."""
        return [self._rows(words) for words in texts]

    def _rows(self, words: Sequence[str]) -> Tensor:
        forms = [known_form(word, self.vocabulary.__contains__) for word in words]
        ids = [self.vocabulary.id(form) for form in forms]
        if not self.buckets:
            return torch.tensor(ids)
        # Most words have no pieces, and lists of zeros would take ten times as long.
        rows = torch.full((len(forms), 1 + MOST_PIECES), PADDING_ID)
        rows[:, 0] = torch.tensor(ids)
        for place, (number, form) in enumerate(zip(ids, forms, strict=True)):
            if self.spell_known or number == UNKNOWN_ID:
                pieces = pieces_of(form, self.buckets)
                rows[place, 1 : 1 + len(pieces)] = torch.tensor(pieces)
        return rows


class SubwordEmbedding(nn.Embedding):
    """Vectors of words, and of unknown words as the sum of their pieces', scaled by their number.

    Args:
        vocabulary_size: number of words, padding and unknown among them.
        size: width of a vector.
        buckets: number of vectors that pieces share.
    """

    def __init__(self, vocabulary_size: int, size: int, buckets: int) -> None:
        super().__init__(vocabulary_size, size, padding_idx=PADDING_ID)
        self.pieces = nn.Embedding(buckets + 1, size, padding_idx=PADDING_ID)
        nn.init.normal_(self.pieces.weight, std=0.1)

    def forward(self, tokens: Tensor) -> Tensor:
        """Rows ``(..., 31)`` of an id and its pieces to vectors ``(..., E)``."""
        ids = tokens[..., 0]
        unknown = ids == UNKNOWN_ID
        pieces = tokens[..., 1:][unknown]
        number = (pieces != PADDING_ID).sum(dim=-1, keepdim=True).clamp(min=1)
        spelled = self.pieces(pieces).sum(dim=-2) / number.sqrt()
        vectors = super().forward(ids)
        return vectors.index_put((unknown,), vectors[unknown] + spelled.to(vectors.dtype))


class WordPieceEncoder:
    """Words as ids of WordPiece (Wu et al. 2016), as BERT reads them, between its two marks.

    Args:
        vocabulary: pieces, those within words with ``##`` in front.
        longest: number of ids; of a longer text the beginning and the end are read, as opinions
            stand there (Sun et al. 2019).
    """

    BEGINNING = 128

    def __init__(self, vocabulary: Vocabulary, longest: int) -> None:
        self.vocabulary, self.longest = vocabulary, longest

    def __call__(self, texts: Sequence[Sequence[str]]) -> list[Tensor]:
        """Ids ``(T,)``, no more than ``longest``."""
        found = self._tokenizer.encode_batch([_valid(written(words)) for words in texts])
        beginning = min(self.BEGINNING, self.longest // 4)
        return [
            torch.tensor(ids)
            if len(ids := one.ids) <= self.longest
            else torch.tensor(ids[:beginning] + ids[beginning - self.longest :])
            for one in found
        ]

    @cached_property
    def _tokenizer(self) -> Tokenizer:
        from tokenizers import Tokenizer
        from tokenizers.models import WordPiece
        from tokenizers.normalizers import BertNormalizer
        from tokenizers.pre_tokenizers import BertPreTokenizer
        from tokenizers.processors import BertProcessing

        entries = {entry: number for number, entry in enumerate(self.vocabulary.entries)}
        tokenizer = Tokenizer(WordPiece(entries, unk_token=self.vocabulary.entries[UNKNOWN_ID]))
        tokenizer.normalizer = BertNormalizer(lowercase=True)
        tokenizer.pre_tokenizer = BertPreTokenizer()
        ends = ((mark, entries[mark]) for mark in reversed(MARKS))
        tokenizer.post_processor = BertProcessing(*ends)
        return tokenizer


def _valid(text: str) -> str:
    """Half of a pair of surrogates is no character."""
    return text.encode("utf-8", "replace").decode()


def written(words: Sequence[str]) -> str:
    """Words as a text to be cut again: “did n't” is didn't, though “gon na” stays apart."""
    text = ""
    for word in words:
        joined = word == "n't" or (word.startswith("'") and len(word) > 1)
        text += word if joined or not text else f" {word}"
    return text
