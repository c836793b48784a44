"""Which review is read. The reviews are English in every language, as the models know no other."""

from __future__ import annotations

from dataclasses import replace

from dashboard.views.texts import TextChoice
from pipelines.messages import N_

EXAMPLES = {
    N_(
        "A warm review"
    ): "I went in expecting another tired family drama and came out wanting to call "
    "my sister. The two leads are wonderful together, the jokes land because they are kind, and "
    "the last ten minutes are the best I have seen all year.",
    N_("A change of mind"): "The first half hour is dull and slow, and I almost left. But then the "
    "film finds its nerve, and from there on it is funny, touching and quietly brilliant. I am "
    "glad I stayed. Highly recommended.",
    N_("A disappointment"): "I loved the book, the cast is great and the posters promised so much. "
    "What a waste. The script is lazy, the pacing is awful, and nobody on the screen seems to "
    "want to be there.",
    N_("A waste"): "What a waste of a great cast.",
    N_("One sentence"): "A clever, gripping thriller that falls apart in its last act.",
}
FIRST_EXAMPLE = EXAMPLES["A change of mind"]
SHORT_EXAMPLE = EXAMPLES["A waste"]
REVIEW = TextChoice(
    "text",
    N_("Review"),
    N_("Write or paste a review"),
    EXAMPLES,
    FIRST_EXAMPLE,
    example="example",
    several_lines=True,
)
# Few models agree on these, and none is right on all.
DIVIDING = {
    N_("A change of heart"): "I expected to hate it. I was wrong.",
    N_("Praise in disguise"): "The worst thing about it is that it ends.",
    N_("A chance missed"): "It could have been a great film.",
    N_("A wish"): "If only the rest were as good as the first scene.",
    N_("So bad, so good"): "The film is so good at being bad that I stayed for the credits.",
}
REVIEW_OF_SEVERAL = replace(
    REVIEW, examples=DIVIDING | {N_("A change of mind"): EXAMPLES["A change of mind"]}
)
