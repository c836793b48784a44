"""How a command line ends: with one sentence and a status, never with a stack trace."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from jsonargparse import Namespace

from pipelines.__main__ import command_of, main, modules
from pipelines.command_line import main_of, name_left_out
from pipelines.data.folder import VARIABLE
from pipelines.errors import InputError
from pipelines.options import Parser

ROOT = Path(__file__).parents[1]


def interrupt() -> None:
    # In the background of a shell, Ctrl-C is ignored, and pausing would never end.
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        os.kill(os.getpid(), signal.SIGINT)
        signal.pause()
    finally:
        signal.signal(signal.SIGINT, before)


def interrupt_with_advice() -> None:
    raise KeyboardInterrupt("Go on with --resume.")


def refuse() -> None:
    raise InputError("The text is empty. Write one.")


@pytest.mark.parametrize(
    ("command", "status", "said"),
    [
        (interrupt, 130, "Stopped."),
        (interrupt_with_advice, 130, "Stopped. Go on with --resume."),
        (refuse, 2, "The text is empty. Write one."),
    ],
)
def test_an_end_is_a_sentence_and_a_status(
    command: Callable[[], None], status: int, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as end:
        main_of(command)
    assert end.value.code == status
    assert capsys.readouterr().err.strip() == said


def test_what_was_left_out_is_named_and_the_status_says_so(
    capsys: pytest.CaptureFixture[str],
) -> None:
    main_of(lambda: name_left_out([]))
    with pytest.raises(SystemExit) as end:
        main_of(lambda: name_left_out(["bad.jpg: it is no picture.", "row 7: it has no text."]))
    assert end.value.code == 1
    assert capsys.readouterr().err.splitlines() == [
        "Left out: bad.jpg: it is no picture.",
        "Left out: row 7: it has no text.",
    ]


@pytest.mark.parametrize("lines", [1, 100_000])
def test_a_reader_that_has_seen_enough_ends_the_command_quietly(lines: int) -> None:
    code = f"""
from pipelines.__main__ import command_of, main, modules
from pipelines.command_line import main_of, print_report
main_of(lambda: print_report(dict.fromkeys(map(str, range({lines}))), as_json=False))
"""
    reading, writing = os.pipe()
    os.close(reading)
    ended = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, stdout=writing, stderr=subprocess.PIPE, text=True
    )
    os.close(writing)
    assert (ended.returncode, ended.stderr) == (141, "")


def helped(words: list[str]) -> tuple[str, list[str]]:
    """The help of a command, and what it says of the command, of each group and of each option."""
    command = command_of(words)
    parser = Parser(command.words, command.purpose)
    command.add_arguments(parser)
    whole = parser.format_help()
    groups = re.findall(r"^(\w.*):$", whole, re.MULTILINE)
    formatter = parser._get_formatter()
    options = [formatter._get_help_string(one) for one in parser._actions if one.help]
    return whole, [str(parser.description), *groups, *options]


@pytest.mark.parametrize("words", [call.split("|")[0].split() for call in modules()], ids=" ".join)
def test_help_is_german_where_the_environment_is(
    words: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LANGUAGE", "en")
    _whole, english = helped(words)
    monkeypatch.setenv("LANGUAGE", "fr:de_AT.UTF-8:en")
    whole, german = helped(words)
    assert all(said not in english for said in german)
    assert whole.startswith("Aufruf: python -m pipelines")
    assert "Optionen:" in whole


def test_an_error_is_german_where_the_environment_is(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for variable in ("LANGUAGE", "LC_ALL", "LC_MESSAGES"):
        monkeypatch.delenv(variable, raising=False)
    monkeypatch.setenv("LANG", "de_DE.UTF-8")
    for words, said in (
        (["predict", "sentiment", "models/gone", "Good"], "keinen Modellordner models/gone."),
        (["predict", "sentiment"], "Fehler: es fehlt: model, texts"),
        (["check-data", "--wrong"], "Fehler: unbekannte Angaben: --wrong"),
        (
            ["predict", "captioning", "m", "x", "--width=a"],
            "--width erwartet eine ganze Zahl, nicht a",
        ),
        (
            ["train", "series", "x", "--network.cell=a"],
            "erwartet eines von 'rnn', 'gru', 'lstm', nicht",
        ),
        (["train", "series", "x", "--network.members=0"], "members ist 0, keine ganze Zahl von 1"),
        (["fly"], "Es gibt keinen Befehl „fly“."),
    ):
        monkeypatch.setattr(sys, "argv", ["pipelines", *words])
        with pytest.raises(SystemExit) as end:
            main_of(main)
        assert end.value.code == 2
        assert said in capsys.readouterr().err


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("training: {epochs: many}", "--training.epochs takes a whole number, not many"),
        ("training: {epoch: 3}", "There is no option --training.epoch"),
        ("trainings: {epochs: 3}", "There is no option --trainings.epochs"),
        ("training: 5", "--training takes options of its own, not 5"),
        ("training: {epochs: [3", "is no YAML from line 2, column 1"),
        ("- a", "gives options their values, as in “training: {epochs: 3}”; this one holds: - a"),
        ("", "this one holds: nothing"),
        (None, "There is no configuration file"),
    ],
)
def test_a_recipe_that_cannot_be_read_is_told_in_a_sentence(
    content: str | None, said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    recipe = tmp_path / "recipe.yaml"
    if content is not None:
        recipe.write_text(content)
    with pytest.raises(SystemExit) as end:
        series(f"--config={recipe}")
    assert end.value.code == 2
    assert said in capsys.readouterr().err


def test_a_configuration_is_printed_as_a_recipe_that_can_be_read(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as end:
        series("--training.epochs=3", "--print_config")
    assert not end.value.code
    recipe = tmp_path / "recipe.yaml"
    recipe.write_text(capsys.readouterr().out)
    assert series(f"--config={recipe}").training.epochs == 3
    with pytest.raises(SystemExit):
        series("--window.help")
    assert "how many of the last values it sees" in capsys.readouterr().out


def series(*arguments: str) -> Namespace:
    """What the training of forecasters is told."""
    command = command_of(["train", "series"])
    parser = Parser(command.words, command.purpose)
    command.add_arguments(parser)
    return parser.read(["made", *arguments])


def run_code(code: str, *, stdout: int, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        stdout=stdout,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, **environment},
    )


def test_a_terminal_gets_only_what_it_takes() -> None:
    code = """
from pipelines.__main__ import command_of, main, modules
from pipelines.command_line import main_of, print_json, printable
main_of(lambda: print_json({"café": printable("\\udce9")}))
main_of(lambda: print("“café”"))
"""
    for encoding, word in (("ascii", r"\u201ccaf\xe9\u201d"), ("utf-8", "“café”")):
        ended = run_code(code, stdout=subprocess.PIPE, PYTHONIOENCODING=encoding)
        assert (ended.returncode, ended.stderr) == (0, "")
        document, _, line = ended.stdout.strip().rpartition("\n")
        assert json.loads(document) == {"café": "\\udce9"}
        assert line == word


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no full device")
@pytest.mark.parametrize("lines", [1, 100_000])
def test_a_full_disk_is_a_sentence(lines: int) -> None:
    code = f"""
from pipelines.__main__ import command_of, main, modules
from pipelines.command_line import main_of, print_report
main_of(lambda: print_report(dict.fromkeys(map(str, range({lines}))), as_json=False))
"""
    full = os.open("/dev/full", os.O_WRONLY)
    ended = run_code(code, stdout=full)
    os.close(full)
    assert ended.returncode == 2
    assert ended.stderr == "The output cannot be read or written: No space left on device.\n"


def test_what_the_system_refuses_is_a_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as end:
        main_of((tmp_path / "gone" / "file").touch)
    assert end.value.code == 2
    said = "cannot be read or written: No such file or directory.\n"
    assert capsys.readouterr().err == f"{tmp_path / 'gone' / 'file'} {said}"


def test_a_demo_with_a_folder_that_is_not_there_does_not_start(tmp_path: Path) -> None:
    # What is installed here is enough, whatever its age.
    set_up = ("--old-file=.venv/.installed", "--old-file=.cache/samples.tried")
    command = ["make", "--no-print-directory", *set_up, "demo", f"DATA={tmp_path / 'nope'}"]
    ended = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60)
    assert ended.returncode == 2
    sentence, *_ = ended.stderr.splitlines()
    assert all(part in sentence for part in ("nope", "--data", VARIABLE, "make data"))
    assert ended.stdout == ""
