"""The player in another language: nothing that it shows or reads out is English."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

import numpy as np
import pytest
from playwright.sync_api import Page

from dashboard import language
from dashboard.language import _
from dashboard.player.opinions import Probabilities, Verdict
from dashboard.player.plotting import plotting_show
from dashboard.player.reading import Reading, reading_show
from dashboard.player.sources import Photo
from dashboard.player.writing import writing_show
from pipelines.pictures.images import read_image
from pipelines.tasks.captioning.pipeline import CaptionPipeline
from pipelines.tasks.captioning.samples import scikit_image_photo
from pipelines.text import tokenize
from tests.browser.conftest import IN_CHROMIUM, Opened
from tests.browser.server import Running, served
from tests.browser.stage import write_stage
from tests.dashboard.conftest import described
from tests.dashboard.labelled import OTHER_BIO, labelled, show_of, with_cells
from tests.dashboard.pseudo import LANGUAGE, english, is_translated, spoken_in, write_language

pytestmark = IN_CHROMIUM
SHOWS = ("opinions", "labels", "several", "caption", "captions", "curves")
# All that is shown or read out of an element and what lies in it.
SAID = """player => [player, ...player.querySelectorAll("*")].flatMap((e) => [
  ...[...e.childNodes].filter((n) => n.nodeType === Node.TEXT_NODE).map((n) => n.textContent),
  ...["aria-label", "aria-valuetext", "title", "alt", "placeholder", "data-said"]
    .map((name) => e.getAttribute(name)),
]).filter(Boolean)"""


@pytest.fixture(scope="module")
def shows(models_root: Path, tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, bytes]:
    """One of each scene, as it is sent to a viewer of another language."""
    locales = tmp_path_factory.mktemp("locales")
    write_language(locales)
    text = "A fine film"
    opinions = Reading(
        Probabilities(np.array([0.2, 0.9, 0.91]), Verdict("", None)),
        [True, False, True],
        labelled().layers,
        0,
    )
    captioner = CaptionPipeline.load(models_root / "caption-tiny-lstm")
    caption = captioner.caption(read_image(scikit_image_photo("chelsea.png")))
    photo = Photo("1", "data:image/jpeg;base64,", in_link=False)
    with pytest.MonkeyPatch.context() as patch:
        spoken = language._catalogue(locales, LANGUAGE, language.PLAIN)
        patch.setattr(language, "_translations", lambda: spoken)
        curves = {_("training loss"): [0.5, float("nan"), 0.4, 0.7]}
        return {
            "opinions": reading_show(
                text, tokenize(text), {"a": opinions}, most_tokens=3, editable=True
            ),
            "labels": show_of({"a": with_cells(labelled(while_reading=False))}),
            "several": show_of({"a": labelled(), "b": labelled(OTHER_BIO)}),
            "caption": writing_show({"a": caption}, photo),
            "captions": writing_show({"a": caption, "b": caption}, photo),
            "curves": plotting_show(curves, _("epoch"), _("loss")),
        }


@pytest.fixture(scope="module")
def server(
    models_root: Path, shows: Mapping[str, bytes], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Running]:
    root = write_stage(models_root, tmp_path_factory.mktemp("clone"))
    for name, show in shows.items():
        (root / name).write_bytes(show)
    with served(root) as running:
        yield running


def all_said(page: Page) -> list[str]:
    """At each step, and after a click on the link."""
    page.keyboard.press("Home")
    said = []
    for _step in range(int(page.locator(".scrub").get_attribute("max") or 1)):
        said += page.locator(".player").evaluate(SAID)
        page.keyboard.press("ArrowRight")
    page.locator(".link").click()
    page.wait_for_timeout(100)
    return [*said, *page.locator(".player").evaluate(SAID)]


@pytest.mark.parametrize("show", SHOWS)
def test_no_english_is_left(visit: Opened, shows: Mapping[str, bytes], show: str) -> None:
    said = all_said(visit(f"?show={show}"))
    known = spoken_in(described(shows[show]))
    left = {word for text in said for word in english(text) if word.lower() not in known}
    # Of long ones, a cell shows the beginning.
    left = {word for word in left if not any(one.startswith(word.lower()) for one in known)}
    assert any(map(is_translated, said))
    assert not left
