"""What translators are given: every sentence of the code, in the catalogue of each language.

``make messages`` brings all of them up to date; ``make messages LOCALE=de`` begins one, too. That
of the words of experts, ``de@expert``, holds only the sentences that were put into it by hand.
"""

from __future__ import annotations

import sys
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.pofile import read_po, write_po

from pipelines.__main__ import modules, purpose_of
from pipelines.language import FILE, LOCALES

ROOT = Path(__file__).parents[1]
PACKAGES = ("dashboard", "pipelines")
# Errors and messages begin with a template, as what ``_`` and ``N_`` are given.
_KEYWORDS = {
    **DEFAULT_KEYWORDS,
    **dict.fromkeys(("Message", "PipelineError", "InputError", "ModelError", "DataError")),
    "plural": (1, 2),
}


def extracted() -> Catalog:
    """Every sentence of the code, with the files that it stands in and without a translation."""
    catalogue = Catalog(project="Unrolled", fuzzy=False)
    for package in PACKAGES:
        found = extract_from_dir(ROOT / package, [("**.py", "python")], keywords=_KEYWORDS)
        for file, line, sentence, _comments, context in found:
            catalogue.add(sentence, locations=[(f"{package}/{file}", line)], context=context)
    for module in modules().values():
        for paragraph in purpose_of(module):
            catalogue.add(paragraph, locations=[(f"{module.replace('.', '/')}.py", 0)])
    return catalogue


def update(name: str) -> Path:
    """Bring a catalogue up to date, or begin it; where it lies.

    What was translated stays; of a sentence that was changed it is marked as fuzzy, and not shown
    until somebody has looked at it.

    Args:
        name: a language, or a language and whose words these are, ``de@expert``.
    """
    language, _at, register = name.partition("@")
    path = LOCALES / name / FILE
    catalogue = Catalog(language, project="Unrolled", fuzzy=False)
    if path.exists():
        with path.open("rb") as file:
            catalogue = read_po(file, language)
    catalogue.update(_those_in(catalogue) if register else extracted())
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        write_po(file, catalogue, sort_by_file=True, include_lineno=False, ignore_obsolete=True)
    return path


def _those_in(catalogue: Catalog) -> Catalog:
    """The sentences of the code that a catalogue has another wording for."""
    there = Catalog(project="Unrolled", fuzzy=False)
    for message in extracted():
        if message.id and message.id in catalogue:
            there[message.id] = message
    return there


def main(begun: list[str]) -> None:
    """Update every catalogue, and begin those of some more languages."""
    there = [path.parents[1].name for path in LOCALES.glob(f"*/{FILE}")]
    for language in sorted({*there, *begun}):
        print(update(language))


if __name__ == "__main__":
    main(sys.argv[1:])
