"""Which request is tagged. They are English in every language, as the models know no other."""

from __future__ import annotations

from dataclasses import replace

from dashboard.views.texts import TextChoice
from pipelines.messages import N_

EXAMPLES = {
    N_("A table"): "Book a table for four at the sushi place near the station tomorrow",
    N_("A song"): "Play the newest track by Mara Quill on my Sunday kitchen playlist",
    N_("The weather"): "Will it be colder in Oslo this Friday at noon?",
    N_("A book"): "Give four out of six stars to The Paper Garden",
    N_("A film"): "When is Midnight Harbour playing at the nearest cinema?",
}
REQUEST = TextChoice(
    "request",
    N_("Request"),
    N_("Ask for a table, a song, the weather, a film or a book"),
    EXAMPLES,
    EXAMPLES["A table"],
    example="request-example",
)
# Few models agree on these, and none is right on all.
DIVIDING = {
    N_("A chapter"): "Rate the last chapter of the winter garden three stars",
    N_("A schedule"): "Show me the schedule of the film a summer in Rome",
    N_("A band"): "I want to hear something by the new singer of the old band",
    N_("An office"): "Reserve a table close to my office for seven people in March",
}
REQUEST_OF_SEVERAL = replace(REQUEST, examples=DIVIDING | {N_("A table"): EXAMPLES["A table"]})
# Requests that taggers fail on: each with words, and the slot that they are meant to fill.
HARD = (
    ("Play some old jazz from the album late trains", "late trains", "album"),
    ("Put the album winter light on my running playlist", "winter light", "entity_name"),
    ("How cold will it be at crater lake tonight", "crater lake", "geographic_poi"),
)
