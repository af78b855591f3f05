"""What the message of a deprecation says, and which name it says to use instead."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping

from flake8_uec.semantics.facts import dotted

HOLE = "\0"
"""Stands in a message for what is only known when the code runs."""

_PLACEHOLDER = re.compile(r"%[sr]|\{[^{}]*\}")


def text_of(node: ast.expr | None, known: Mapping[str, str]) -> str:
    """Return the text of a message; `known` are the values of some expressions, as written."""
    match node:
        case ast.Constant(value=str(text)):
            return text
        case ast.JoinedStr(values=values):
            return "".join(text_of(value, known) for value in values)
        case ast.FormattedValue(value=value):
            return known.get(ast.unparse(value), HOLE)
        case ast.BinOp(left=left, op=ast.Add(), right=right):
            return text_of(left, known) + text_of(right, known)
        case ast.BinOp(left=left, op=ast.Mod(), right=right):
            return _filled(text_of(left, known), right.elts if isinstance(right, ast.Tuple) else [right], known)
        case ast.Call(func=ast.Attribute(value=value, attr="format"), args=arguments):
            return _filled(text_of(value, known), arguments, known)
        case ast.Call(func=ast.Attribute(value=value, attr="strip" | "lstrip" | "rstrip")):
            return text_of(value, known)
        case ast.Name() | ast.Attribute():
            return known.get(dotted(node), HOLE)
    return HOLE


def _filled(text: str, values: list[ast.expr], known: Mapping[str, str]) -> str:
    """Put values in the places of a template, in order; what has none is a hole."""
    given = [text_of(value, known) for value in values]
    return _PLACEHOLDER.sub(lambda _: given.pop(0) if given else HOLE, text)


_NAME = r"""(?:``?|['"])?(?::[\w:]+:`)?[~!.]?(?P<name>[^\W\d]\w*(?:\.[^\W\d]\w*)*)(?:\(\))?(?:``?|['"])?"""
_FROM = r"""(?:\s+(?:from|in)\s+(?:the\s+)?(?:``?|['"])?(?P<source>[^\W\d]\w*(?:\.[^\W\d]\w*)*))?"""
_VERBS = (
    r"use|using|call|prefer|favou?r\s+of|(?:replaced|superseded)\s+(?:by|with)|(?:renamed|moved)\s+(?:from\s+\S+\s+)?(?:to|as)"
    r"|switch(?:ing)?\s+to|migrate\s+to|import(?:ed)?(?:\s+it)?(?:\s+from)?|alias\s+(?:of|for)"
)
_WORDS = r"(?:(?:the|new|a|an|function|class|method|module|decorator|helper|instead|its|either)\s+)*"
_ADVICE = re.compile(rf"\b(?:{_VERBS})\s+{_WORDS}{_NAME}{_FROM}", re.IGNORECASE)
_STATEMENT = re.compile(r"\bfrom ([\w.]+) import (\w+)")
"""An import that a message spells out says no more than the name in full."""

_INSTEAD = re.compile(rf"(?<![\w.)]){_NAME}\s+(?:should\s+be\s+used|instead\b)", re.IGNORECASE)
_OTHER = re.compile(r"[`'\"()]*(?:/|\s*,?\s*\b(?:or|and)\s+(?::\w+:)?[`'\"]*[^\W\d]\w*(?:[._(`'\"]|\s+instead))")


def advised(message: str) -> Iterator[str]:
    """Yield the names that a message says to use, as it spells them; none where it leaves a choice."""
    text = _STATEMENT.sub(r"\1.\2", " ".join(message.split()))
    for match in (*_ADVICE.finditer(text), *_INSTEAD.finditer(text)):
        if _OTHER.match(text, match.end("name")):
            return
        source = match.groupdict().get("source") or ""
        joined = source and "." not in match["name"]
        yield f"{source}.{match['name']}" if joined else match["name"]


_PART = re.compile(
    r"\b(?:param(?:eter)?|arg(?:ument)?|keyword|kwarg|option|value|default|behaviou?r|support|setting|passing|calling"
    r")s?\b",
    re.IGNORECASE,
)
_GOING = re.compile(r"deprecat|remov|obsolete|renamed|moved|superseded", re.IGNORECASE)


_PART_FIRST = re.compile(
    r"\W*(?:(?:using|passing|calling|providing|specifying|setting|support|use of)\b)", re.IGNORECASE
)
_SUBJECT = re.compile(
    r"(?P<name>[\w.]+)(?P<mark>\(\)|[`'\"])?[`'\"]*\s+(?:is|was|has\s+been)\s+(?:\w+\s+)?deprecated\b"
)


def is_of_part(message: str, name: str) -> bool:
    """Tell whether a message is about a part of what has a name, or about something else, rather than about it."""
    text = " ".join(message.split())
    subject = _SUBJECT.search(text)
    if subject and (subject["mark"] or "." in subject["name"].strip(".")):
        return subject["name"].strip(".").rpartition(".")[2] != name
    if subject and subject["name"] == name:
        return False
    return bool(_PART_FIRST.match(text) or _PART.search(_ADVICE.split(text, maxsplit=1)[0]))


def says_going(message: str) -> bool:
    """Tell whether a message says that something is to go."""
    return bool(_GOING.search(message))
