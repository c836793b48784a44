"""Training for the score itself: self-critical sequence training (Rennie et al. 2017)."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import torch
from torch import Tensor

from pipelines.generation.learning import rollout, speakable_log_softmax
from pipelines.generation.strategies import END, START
from pipelines.tasks.captioning.network import CaptionDecoder
from pipelines.tasks.captioning.rewards import CiderReward
from pipelines.text import Vocabulary


class SelfCritic:
    """Makes captions that score better than others more probable, and worse ones less.

    The greedy caption of the network as it is stands for what a photo is worth, so no second
    network has to learn that. As most samples are worse than the greedy caption, their mean gain is
    taken off too: else nearly all that is drawn would only become less probable.

    Args:
        vocabulary: of the network.
        references: the training captions of each photo.
        max_words: where a caption is cut that does not end.
    """

    def __init__(
        self, vocabulary: Vocabulary, references: Sequence[Sequence[Sequence[str]]], max_words: int
    ) -> None:
        # The end counts as a word: else captions that break off would cost nothing.
        ended = [[vocabulary.encode([*one, END]) for one in several] for several in references]
        self._reward = CiderReward(ended)
        self._vocabulary, self._max_words = vocabulary, max_words

    def loss(self, decoder: CaptionDecoder, features: Tensor, photos: Sequence[int]) -> Tensor:
        """The loss of one sampled caption a photo, per word.

        Args:
            decoder: the network under training.
            features: of the photos, ``(B, F)``.
            photos: their rows in the references.
        """
        # To the end: under dropout these would not be the probabilities that were sampled from.
        decoder.eval()
        with torch.no_grad():
            state = decoder.start(features)
        written = partial(rollout, decoder, state, self._vocabulary, self._max_words)
        sampled, greedy = written(sample=True), written(sample=False)
        gain = features.new_tensor(self._rewards(photos, sampled)) - features.new_tensor(
            self._rewards(photos, greedy)
        )
        gain = gain - gain.mean()
        start = torch.full_like(sampled[:, :1], self._vocabulary.id(START))
        logits = decoder(features, torch.cat([start, sampled[:, :-1]], dim=1))
        log_probabilities = speakable_log_softmax(logits, self._vocabulary)
        decoder.train()
        said = log_probabilities.gather(2, sampled[:, :, None]).squeeze(2)
        real = sampled != 0
        return -(gain[:, None] * said)[real].sum() / real.sum()

    def _rewards(self, photos: Sequence[int], captions: Tensor) -> list[float]:
        rows = zip(photos, captions.tolist(), strict=True)
        return [self._reward(photo, [word for word in row if word]) for photo, row in rows]
