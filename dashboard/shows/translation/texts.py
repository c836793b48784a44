"""Which sentence is translated. They are in the language that a model reads, and in no other."""

from __future__ import annotations

from collections.abc import Mapping

from dashboard.views.texts import TextChoice
from pipelines.data.multi30k import Language
from pipelines.messages import N_
from pipelines.models.directory import ModelDirectory

ENGLISH = {
    N_("A street"): "Two young men are playing soccer in the street.",
    N_("A dog"): "A brown dog runs through the snow with a stick in its mouth.",
    N_("A market"): "An old woman sells fruit at a market while a child watches her.",
    N_("A long one"): "A man in a blue shirt is standing on a ladder and cleaning the window of a "
    "large house while two women talk to each other in the garden.",
    N_("Words it never saw"): "A philosopher explains inflation to an astonished walrus.",
}
GERMAN = {
    N_("A street"): "Zwei junge Männer spielen auf der Straße Fußball.",
    N_("A dog"): "Ein brauner Hund läuft mit einem Stock im Maul durch den Schnee.",
    N_("A market"): "Eine alte Frau verkauft Obst auf einem Markt, während ein Kind ihr zusieht.",
    N_("A long one"): "Ein Mann in einem blauen Hemd steht auf einer Leiter und putzt das Fenster "
    "eines großen Hauses, während sich zwei Frauen im Garten unterhalten.",
    N_("Words it never saw"): "Ein Philosoph erklärt einem erstaunten Walross die Inflation.",
}
LONG = "A long one"  # Of which a model that cannot look back loses the end.
_NAMES: Mapping[Language, str] = {"en": N_("English"), "de": N_("German")}
SENTENCES: Mapping[Language, TextChoice] = {
    "en": TextChoice(
        "english",
        N_("English sentence"),
        N_("Write what can be seen in a photo, in English"),
        ENGLISH,
        ENGLISH["A street"],
        example="english-example",
    ),
    "de": TextChoice(
        "german",
        N_("German sentence"),
        N_("Write what can be seen in a photo, in German"),
        GERMAN,
        GERMAN["A street"],
        example="german-example",
    ),
}


def language_read(model: ModelDirectory) -> Language:
    """The language that a model reads; where its description is damaged, it says so when asked."""
    named = model.config.get("source")
    return next((language for language in SENTENCES if language == named), "en")


def name_of(language: Language) -> str:
    """What a language is called, in English."""
    return _NAMES[language]
