"""Every sentence for people is a template and its values, so that it can be said otherwise."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from copy import deepcopy
from pathlib import Path

import pytest

from pipelines.errors import DataError, InputError, ModelError, PipelineError
from pipelines.messages import Message, joined, plural

PIPELINES = Path(__file__).parents[1] / "pipelines"
SAYING = {kind.__name__ for kind in (PipelineError, InputError, ModelError, DataError)}
SAYING |= {"Message", "plural"}


def test_a_message_in_a_message_is_said_in_its_place_and_stays_one() -> None:
    inner = Message("row {row:,}", {"row": 1_200})
    outer = Message("{where}, “{text:.4}”", {"where": inner, "text": "a {b} c"})
    assert str(outer) == "row 1,200, “a {b”"
    assert outer.values["where"] is inner


@pytest.mark.parametrize("kind", [InputError, ModelError, DataError])
def test_an_error_says_its_message_and_survives_the_way_to_another_process(
    kind: type[PipelineError],
) -> None:
    error = kind("{path} has {n:,} rows.", path="{a}", n=1_000)
    assert str(error) == "{a} has 1,000 rows."
    assert error.message == Message("{path} has {n:,} rows.", {"path": "{a}", "n": 1_000})
    assert kind(error.message).message == deepcopy(error).message == error.message


def test_what_lacks_a_value_cannot_be_made() -> None:
    with pytest.raises(KeyError, match="n"):
        Message("{n} rows")
    with pytest.raises(KeyError, match="path"):
        InputError("{path} has {n} rows.", n=3)


def test_one_is_told_from_several() -> None:
    said = [str(plural("one of {all}", "{n:,} of {all}", n, all=3)) for n in (0, 1, 1_000)]
    assert said == ["0 of 3", "one of 3", "1,000 of 3"]


def test_joined_messages_stay_apart() -> None:
    first, last = Message("{n} words", {"n": 2}), Message("Write {more}.", {"more": "{more}"})
    both = joined([first, last], "; ")
    assert str(both) == "2 words; Write {more}."
    assert list(both.values.values()) == [first, last]


def sayings(tree: ast.AST) -> Iterator[ast.Call]:
    """The calls that begin with a template, or two."""
    for node in ast.walk(tree):
        match node:
            case ast.Call(func=ast.Name(id=name), args=[_, *_]) if name in SAYING:
                yield node


def is_fixed(template: ast.expr, variables: set[str]) -> bool:
    """Whether catalogues can hold a template: it is written out, or was marked where it is."""
    match template:
        case ast.Constant():
            return True
        case ast.IfExp(body=one, orelse=other):
            return all(
                not isinstance(x, ast.Constant) and is_fixed(x, variables) for x in (one, other)
            )
        case ast.Name(id=name):
            return name not in variables
        case ast.Call(func=ast.Attribute(attr="format" | "join")):
            return False
    return not isinstance(template, ast.JoinedStr | ast.BinOp)


def unmarked(tree: ast.AST) -> set[str]:
    """Variables that hold a text that no catalogue would find."""
    return {
        target.id
        for node in ast.walk(tree)
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant | ast.JoinedStr)
        for target in node.targets
        if isinstance(target, ast.Name)
    }


def built(source: str) -> list[str]:
    """The sentences of a module that are put together before they are said."""
    tree = ast.parse(source)
    variables = unmarked(tree)
    return [
        ast.unparse(call)
        for call in sayings(tree)
        for template in call.args[: 2 if ast.unparse(call.func) == "plural" else 1]
        if not is_fixed(template, variables)
    ]


def test_no_sentence_is_put_together_before_it_is_said() -> None:
    modules = [path for path in PIPELINES.rglob("*.py") if path.name != "messages.py"]
    sources = {path: path.read_text(encoding="utf-8") for path in modules}
    assert sum(1 for source in sources.values() for _ in sayings(ast.parse(source))) > 150
    found = {str(path): built(source) for path, source in sources.items()}
    assert {path: calls for path, calls in found.items() if calls} == {}


@pytest.mark.parametrize(
    "said",
    [
        'InputError(f"{path} is empty.")',
        'ModelError("It is " + name)',
        'DataError("It is %s" % name)',
        'DataError("{} rows".format(n))',
        'Message("one" if n == 1 else "several")',
        'plural("one word", f"{n} words", n)',
        'text = "It is empty."\nInputError(text)',
    ],
)
def test_what_is_put_together_is_found(said: str) -> None:
    assert len(built(said)) == 1
