"""Which request is tagged."""

from __future__ import annotations

from dashboard.views.texts import TextChoice

EXAMPLES = {
    "A table": "Book a table for four at the sushi place near the station tomorrow",
    "A song": "Play the newest track by Mara Quill on my Sunday kitchen playlist",
    "The weather": "Will it be colder in Oslo this Friday at noon?",
    "A book": "Give four out of six stars to The Paper Garden",
    "A film": "When is Midnight Harbour playing at the nearest cinema?",
}
REQUEST = TextChoice(
    "request",
    "Request",
    "Ask for a table, a song, the weather, a film or a book",
    EXAMPLES,
    EXAMPLES["A table"],
    example="request-example",
)
