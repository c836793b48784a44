"""Words that are often typed without their apostrophe.

Only those that mean nothing else: "its", "were", "well", "ill", "id", "wed", "shed", "shell",
"hell", "lets" and "shes" are left as they are.
"""

from __future__ import annotations

from collections.abc import Mapping

_NEGATED = (
    "ai", "are", "ca", "could", "did", "does", "do", "had", "has", "have", "is", "might", "must",
    "need", "ought", "should", "was", "were", "wo", "would",
)  # fmt: skip
_CONTRACTED = (
    "i'm", "i've", "you're", "you've", "you'll", "you'd", "we've", "they're", "they've",
    "they'll", "they'd", "he'd", "that's", "that'd", "that'll", "what's", "who's", "where's",
    "there's", "here's", "how's", "it'll", "it'd", "could've", "should've", "would've",
    "might've", "must've", "y'all", "ma'am", "o'clock",
)  # fmt: skip

# "cant" → "can't"
WITH_APOSTROPHE: Mapping[str, str] = {
    word.replace("'", ""): word for word in (*(verb + "n't" for verb in _NEGATED), *_CONTRACTED)
}
