"""A viewer is spoken to as the address says, then as was chosen, then as the browser asks."""

from __future__ import annotations

import re
import string
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from babel.messages.catalog import Message
from babel.messages.pofile import read_po
from streamlit.testing.v1 import AppTest

from dashboard import catalogue, language
from dashboard.catalogue import extracted
from dashboard.language import KEY, PLAIN, REGISTER, _
from dashboard.views import speech
from pipelines.language import FILE, LOCALES, SOURCE
from tests.dashboard.conftest import Open
from tests.dashboard.pseudo import LANGUAGE, write_language

CATALOGUES = sorted(path.parents[1].name for path in LOCALES.glob(f"*/{FILE}"))


def read(name: str) -> Iterator[Message]:
    """The sentences of a catalogue."""
    with (LOCALES / name / FILE).open("rb") as file:
        yield from (one for one in read_po(file, name.split("@")[0]) if one.id)


def forms(text: str | Sequence[str] | None) -> list[str]:
    return [text] if isinstance(text, str) else list(text or ())


def fields(text: str) -> set[tuple[str | None, str | None, str | None]]:
    return {(name, spec, way) for _text, name, spec, way in string.Formatter().parse(text) if name}


def test_there_is_a_catalogue_of_each_language_and_of_experts_in_each() -> None:
    languages = set(speech.LANGUAGES)
    expert = {f"{name}@{whose}" for name in languages for whose in set(speech.REGISTERS) - {PLAIN}}
    assert set(CATALOGUES) == languages - {SOURCE} | expert


@pytest.mark.parametrize("name", sorted({*speech.LANGUAGES} - {SOURCE}))
def test_every_sentence_is_translated_and_none_is_stale(name: str) -> None:
    there = {one.id: one for one in read(name)}
    known = {one.id for one in extracted() if one.id}
    assert set(there) == known
    missing = [one.id for one in there.values() if one.fuzzy or not all(forms(one.string))]
    assert not missing


@pytest.mark.parametrize("name", CATALOGUES)
def test_a_translation_has_the_fields_links_and_marks_of_its_sentence(name: str) -> None:
    known = {one.id for one in extracted()}
    for one in read(name):
        assert one.id in known
        told = forms(one.string)
        for source, said in zip(forms(one.id)[-len(told) :], told, strict=True):
            assert fields(source) == fields(said), source
            for kept in (r"\]\([^)]*\)", r"`[^`]*`", r"\*\*", r":material/\w+:"):
                found = [re.findall(kept, text) for text in (source, said)]
                assert sorted(found[0]) == sorted(found[1]), source
            assert source[:1].isspace() == said[:1].isspace(), source
            assert source[-1:].isspace() == said[-1:].isspace(), source


@pytest.mark.parametrize("whose", sorted({*speech.REGISTERS} - {PLAIN}))
def test_experts_have_other_words_for_the_same_sentences_in_every_language(whose: str) -> None:
    said = {name: {one.id for one in read(f"{name}@{whose}")} for name in speech.LANGUAGES}
    assert len({frozenset(ids) for ids in said.values()}) == 1
    for name, ids in said.items():
        plain = {} if name == SOURCE else {one.id: one.string for one in read(name)}
        for one in read(f"{name}@{whose}"):
            assert one.id in ids
            assert forms(one.string) != forms(plain.get(one.id, one.id)), one.id


@pytest.mark.usefixtures("other_language")
def test_the_address_decides_and_names_only_what_was_chosen(open_page: Open) -> None:
    app = open_page("home")
    assert KEY not in app.query_params
    app.segmented_control(key=KEY).set_value(LANGUAGE).run()
    assert app.query_params[KEY] == LANGUAGE
    asked = AppTest.from_file(app._script_path, default_timeout=60)
    asked.query_params[KEY] = LANGUAGE
    asked.run()
    assert asked.session_state[KEY] == LANGUAGE
    assert asked.title[0].value == app.title[0].value


def test_nonsense_in_the_address_is_no_language(open_page: Open) -> None:
    app = AppTest.from_file(open_page("home")._script_path, default_timeout=60)
    app.query_params[KEY], app.query_params[REGISTER] = "../../x", "<b>"
    app.run()
    assert not app.exception
    assert (app.session_state[KEY], app.session_state[REGISTER]) == (SOURCE, PLAIN)


def test_a_card_is_in_the_language_of_the_viewer_or_is_said_to_be_english(
    open_own: Open, own_models: Path
) -> None:
    name = "sentiment-tiny-lstm"

    def said() -> tuple[list[str], bool]:
        app = open_own("models", "de", **{"shown-model": name})
        cards = [one.value for one in app.markdown if "card" in one.value]
        return cards, any("auf Englisch" in one.value for one in app.caption)

    (own_models / name / "README.md").write_text("An English card.")
    assert said() == (["An English card."], True)
    (own_models / name / "README.de.md").write_text("Eine „card“ auf Deutsch.")
    assert said() == (["Eine „card“ auf Deutsch."], False)


def test_what_experts_call_no_other_way_is_said_plainly(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_language(tmp_path)
    monkeypatch.setattr(catalogue, "LOCALES", tmp_path)
    catalogue.update(f"{LANGUAGE}@expert")
    expert = language._catalogue(tmp_path, LANGUAGE, "expert")
    plain = language._catalogue(tmp_path, LANGUAGE, PLAIN)
    assert expert.gettext("Home") == plain.gettext("Home") != "Home"


def test_numbers_are_written_as_the_language_writes_them(monkeypatch: pytest.MonkeyPatch) -> None:
    template = "{share:.1%} of {n:,}, {name}"
    values = {"share": 0.825, "n": 12345, "name": "a.b,c%"}
    assert _(template, **values) == "82.5% of 12,345, a.b,c%"
    monkeypatch.setattr(language, "locale_of_viewer", lambda: "de")
    assert _(template, **values) == "82,5\xa0% of 12.345, a.b,c%"
