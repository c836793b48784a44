"""All terms."""

from __future__ import annotations

from collections.abc import Mapping

from dashboard.glossary.answers import ANSWERS, SCORES, WORDS
from dashboard.glossary.networks import MEMORY, NETWORKS, TRAINING
from dashboard.glossary.term import Terms
from pipelines.messages import N_

# By their titles.
GROUPS: Mapping[str, Terms] = {
    N_("Networks"): NETWORKS,
    N_("Memory and gates"): MEMORY,
    N_("Words and sentences"): WORDS,
    N_("Answers and reasons"): ANSWERS,
    N_("Scores"): SCORES,
    N_("Training"): TRAINING,
}
TERMS: Terms = {slug: term for terms in GROUPS.values() for slug, term in terms.items()}
