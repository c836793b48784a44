"""Own photos: whatever their captions lie in, what is learnt from is what is seen when served."""

from __future__ import annotations

import io
import json
import shutil
import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd
import pillow_heif
import pyarrow.parquet as pq
import pytest
from PIL import Image

from pipelines.__main__ import main
from pipelines.data.source import Source
from pipelines.errors import InputError
from pipelines.models.directory import ModelDirectory
from pipelines.pictures.images import read_image

PHOTOS = 45
CAPTIONS = ("A zeppelin stands – outside.", "A dog is here.")


def name_of(number: int) -> str:
    return f"IMG_{number}.{('JPG', 'png', 'webp', 'HEIC')[number % 4]}"


@pytest.fixture(scope="module")
def album(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Photos as phones and programs save them, half of them lying on their sides."""
    pillow_heif.register_heif_opener()
    folder = tmp_path_factory.mktemp("album")
    random = np.random.default_rng(1)
    for number in range(PHOTOS):
        photo = Image.fromarray(random.integers(0, 256, (6, 8, 3), dtype=np.uint8)).resize((64, 48))
        exif = Image.Exif()
        exif[0x0112] = (1, 6)[number // 4 % 2]
        photo.save(folder / name_of(number), exif=exif)
    return folder


def rows() -> list[tuple[str, str]]:
    return [(name_of(number), caption) for number in range(PHOTOS) for caption in CAPTIONS]


def as_csv(folder: Path) -> tuple[str, ...]:
    lines = ["Foto;Text", *(f"C:\\Bilder\\{name.lower()};{said}" for name, said in rows())]
    (folder / "own.csv").write_bytes("\r\n".join(lines).encode("cp1252"))
    return ("--photo", "Foto", "--caption", "Text")


def as_columns(folder: Path) -> tuple[str, ...]:
    frame = pd.DataFrame({"photo": map(name_of, range(PHOTOS))})
    frame[["one", "two"]] = CAPTIONS
    frame.to_excel(folder / "own.xlsx", index=False)
    return ("--caption", "one,two")


def as_lists(folder: Path) -> tuple[str, ...]:
    lines = [{"photo": f"./{name_of(n)}", "caption": [*CAPTIONS, ""]} for n in range(PHOTOS)]
    (folder / "own.jsonl").write_text("\n".join(map(json.dumps, lines)))
    return ()


def as_coco(folder: Path) -> tuple[str, ...]:
    images = [{"id": number, "file_name": name_of(number)} for number in range(PHOTOS)]
    annotations = [
        {"image_id": number, "caption": said} for number in range(PHOTOS) for said in CAPTIONS
    ]
    content = {"info": {}, "images": images, "annotations": annotations}
    (folder / "own.json").write_text(json.dumps(content, indent=2))
    return ()


def as_tokens(folder: Path) -> tuple[str, ...]:
    lines = (f"{name}#{place % 2}\t{said}" for place, (name, said) in enumerate(rows()))
    (folder / "own.token.txt").write_text("\n".join(lines))
    (folder / "readme.md").write_text("Nothing")
    return ()


def as_parquet(folder: Path) -> tuple[str, ...]:
    photos = [{"bytes": (folder / name).read_bytes(), "path": name} for name, _ in rows()]
    frame = pd.DataFrame({"photo": photos, "caption": [said for _, said in rows()]})
    frame.to_parquet(folder / "own.parquet")
    for name, _ in rows():
        (folder / name).unlink(missing_ok=True)
    return ()


FORMS: tuple[Callable[[Path], tuple[str, ...]], ...] = (
    *(as_csv, as_columns, as_lists, as_coco, as_tokens, as_parquet),
)


def call(monkeypatch: pytest.MonkeyPatch, *arguments: object) -> None:
    monkeypatch.setattr(sys, "argv", ["pipelines", *map(str, arguments)])
    main()


@pytest.mark.parametrize("form", FORMS)
def test_captions_are_found_whatever_they_lie_in(
    form: Callable[[Path], tuple[str, ...]],
    album: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    folder = Path(shutil.copytree(album, tmp_path / "album"))
    call(monkeypatch, "data", "check", folder, "--task", "captioning", *form(folder))
    said = capsys.readouterr().out
    for part in (
        "learn from: 35",
        "choose by: 5",
        "scored on: 5",
        f"captions: {2 * PHOTOS}; of a photo 2",
    ):
        assert part in said
    assert "Left out" not in said


@pytest.mark.usefixtures("measured_briefly")
def test_a_captioner_learns_from_photos_and_is_scored_on_them(
    album: Path,
    models_root: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    folder = Path(shutil.copytree(album, tmp_path / "album"))
    (folder / "own.csv").write_text("\n".join(["photo,caption", *map(",".join, rows()[::2])]))
    for name in ("encoder-tiny", "caption-tiny-lstm"):
        shutil.copytree(models_root / name, tmp_path / name)
    start = ("--start", tmp_path / "caption-tiny-lstm", "--encoders", tmp_path / "encoder-tiny")
    run = tmp_path / "run"
    where = (tmp_path / "mine", "--data", folder, "--run", run, "--training.epochs=1")
    call(monkeypatch, "train", "captioning", *where, *start)
    assert not [*run.rglob("*.JPG")]
    data = run / "data"
    for part in ("train", "validation", "test"):
        for row in pq.read_table(data / "flickr8k" / f"{part}.parquet").to_pylist():
            seen = Image.open(io.BytesIO(row["image"]["bytes"])).convert("RGB")
            assert seen.tobytes() == read_image(folder / row["image"]["path"]).tobytes()
            assert (row["caption_0"], row["caption_4"]) == (CAPTIONS[0], "")
    source = Source.of(json.loads((data / "source.json").read_text()))
    assert source
    assert (source.name, source.rows) == ("album", PHOTOS)
    assert "zeppelin" in ModelDirectory.open(tmp_path / "mine").vocabulary().entries
    capsys.readouterr()
    call(monkeypatch, "evaluate", "captioning", tmp_path / "mine", "--data", data, "--json")
    assert json.loads(capsys.readouterr().out)["beam"]["photos"] == 5
    tuned = (tmp_path / "tuned", *where[1:3], *start[:2], "--encoder", tmp_path / "encoder-tuned")
    call(monkeypatch, "finetune", "captioning", *tuned, where[-1], "--training.blocks=1")
    assert ModelDirectory.open(tmp_path / "encoder-tuned").config["original"] == "encoder-tiny"
    assert "a CIDEr-D of 0.2948" in capsys.readouterr().err  # No photo has two captions.


def test_what_cannot_be_used_is_named_and_left_out(
    album: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = Path(shutil.copytree(album, tmp_path / "photos"))
    (folder / "note.jpg").write_text("a text")
    (folder / "cut.heic").write_bytes((folder / "IMG_3.HEIC").read_bytes()[:400])
    for place in ("copy.JPG", "leak.JPG", "alone.jpg", "a/twice.jpg", "b/twice.jpg"):
        (folder / place).parent.mkdir(exist_ok=True)
        shutil.copy(folder / "IMG_0.JPG", folder / place)
    odd = [
        *(("note.jpg", "a"), ("cut.heic", "b"), ("copy.JPG", "c"), ("twice.jpg", "d")),
        *(("../../etc/passwd", "e"), ("IMG_1.png", "…"), ("", "f"), ("IMG_2.webp", "so " * 99)),
    ]
    parts = ["train", "val", "test"] * 15
    lines = [f"{name},{said},{parts[n // 2]}" for n, (name, said) in enumerate(rows())]
    lines += [f"{name},{said},train" for name, said in odd]
    lines += ["leak.JPG,g,test", "IMG_0.JPG,h,test"]
    path = tmp_path / "own.csv"
    path.write_text("\n".join(["photo,caption,split", *lines]))
    call(monkeypatch, "data", "check", path, "--task", "captioning", "--photos", folder)
    said = capsys.readouterr().out
    for part in (
        *("photos in the folder: 52", "photos without a caption: a/twice.jpg, alone.jpg, b/twice"),
        *(
            "note.jpg is a text file",
            "cannot be used: cut.heic",
            "twice.jpg, of which there are several",
        ),
        *("names ../../etc/passwd, which is not there", "row 96 has no caption with a word"),
        *("row 97 names no photo", "row 98 has a caption of 99 words", "the same: copy.JPG"),
        *(
            "another part holds the same, or nearly: leak.JPG",
            "row 100 puts IMG_0.JPG into another part",
        ),
    ):
        assert part in said


REFUSED: dict[str, tuple[dict[str, str], str]] = {
    "no captions": ({}, "No file of captions lies in"),
    "two files": ({"a.csv": "photo,caption", "b.csv": "photo,caption"}, "lie a.csv, b.csv"),
    "other columns": ({"a.csv": "image,text\nIMG_0.JPG,a"}, "has no column “photo”"),
    "missing photos": (
        {"a.csv": "photo,caption\n" + "".join(f"P{n}.jpg,a\n" for n in range(60))},
        "60 of 60 photos cannot be used; the first is row 1, which names P0.jpg",
    ),
    "few": ({"a.csv": "photo,caption\nIMG_0.JPG,a\nIMG_1.png,b"}, "has 2 usable photos"),
    "COCO of objects": (
        {"a.json": '{"images": [], "annotations": [{"image_id": 1, "bbox": []}]}'},
        "has no captions",
    ),
    "other JSON": ({"a.json": '{"photos": [\n]}'}, "holds no rows"),
    "broken tokens": ({"a.token": "IMG_0.JPG#0\ta\n" + "nothing\n" * 60}, "row 2, which is not"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_nothing_can_be_learnt_from_is_refused(
    case: str, album: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    files, said = REFUSED[case]
    for name, content in files.items():
        (tmp_path / name).write_text(content)
    with pytest.raises(InputError) as error:
        call(monkeypatch, "data", "check", tmp_path, "--task", "captioning", "--photos", album)
    assert said in str(error.value)
    assert "\n" not in str(error.value)
