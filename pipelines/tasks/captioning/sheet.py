"""Test photos and what captioners say of them.

One page to look at, for a judgement that no score replaces. It holds photos of the data folder, so
it is written where the user says, and belongs to no model.
"""

from __future__ import annotations

from base64 import b64encode
from html import escape
from pathlib import Path

from jsonargparse import ArgumentParser, Namespace

from pipelines.command_line import as_path
from pipelines.data.folder import DATA_HELP, data_folder
from pipelines.errors import InputError, ModelError
from pipelines.language import _
from pipelines.models.staging import require_writable
from pipelines.pictures.images import prepared_jpeg
from pipelines.tasks.captioning.comparison import load_predictions
from pipelines.tasks.captioning.data import load_readable

PHOTOS = 100
STYLE = """
:root { color-scheme: light dark; font: 15px/1.35 system-ui, sans-serif; }
body { margin: 2rem; display: grid; gap: 1.5rem;
  grid-template-columns: repeat(auto-fill, minmax(20rem, 1fr)); }
figure { margin: 0; } img { width: 100%; border-radius: 6px; }
dl { margin: .5rem 0 0; } dt { font-size: 12px; opacity: .7; } dd { margin: 0 0 .3rem; }
"""


def sheet(output: Path, models: list[Path], data: Path) -> None:
    """Write a page of the first 100 test photos, what each model and one person said of them.

    Raises:
        ModelError: a model was not scored, or on other photos.
        DataError: the file of the test part cannot be used.
    """
    photos, humans, _ = load_readable(data, "test")
    captions = {model.name: load_predictions(model).captions for model in models}
    for name, found in captions.items():
        if len(found) != len(humans):
            raise ModelError(
                "{name} was scored on {n:,} photos, the data folder holds {other:,}. Score it on "
                "this folder: make evaluate-{name}",
                name=name,
                n=len(found),
                other=len(humans),
            )
    figures = []
    for number, photo in enumerate(photos[:PHOTOS]):
        said = {name: found[number] for name, found in captions.items()}
        said["a person"] = " ".join(humans[number][0])
        figures.append(_figure(prepared_jpeg(photo), said))
    output.parent.mkdir(parents=True, exist_ok=True)
    output.write_text(
        f"<!doctype html><html lang='en'><meta charset='utf-8'><title>Captions</title>"
        f"<style>{STYLE}</style><body>{''.join(figures)}</body></html>\n",
        encoding="utf-8",
    )


def _figure(photo: bytes, said: dict[str, str]) -> str:
    lines = "".join(f"<dt>{escape(who)}</dt><dd>{escape(what)}</dd>" for who, what in said.items())
    address = f"data:image/jpeg;base64,{b64encode(photo).decode()}"
    return f"<figure><img src='{address}' alt=''><figcaption><dl>{lines}</dl></figcaption></figure>"


def add_arguments(parser: ArgumentParser) -> None:
    """What the command takes."""
    parser.add_argument("output", type=as_path, help=_("file to write, which ends in .html"))
    parser.add_argument("models", type=as_path, nargs="+", help=_("model folders that were scored"))
    parser.add_argument("--data", type=as_path, metavar="FOLDER", help=_(DATA_HELP))


def run(options: Namespace) -> None:
    """Write a page of 100 test photos with what captioners and a person say of them.

    The captioners must have been scored (evaluate) on this data folder.

    Raises:
        InputError: the file is no page, or cannot be written.
    """
    if options.output.suffix != ".html":
        raise InputError(
            "{output} does not end in .html, as a page does. Rename it.", output=options.output
        )
    require_writable(options.output, file=True)
    sheet(options.output, options.models, data_folder(options.data))
