"""Sentences by their codes: marked where they stand, translated where they are said, singular or plural."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask_babel import get_translations, gettext


def N_(text: str) -> str:
    """Mark a text for translation and return it as it is."""
    return text


@dataclass(frozen=True)
class Plural:
    """A sentence that depends on a number: the first parameter that it names."""

    one: str
    many: str


def NN_(one: str, many: str) -> Plural:
    """Mark a sentence and its plural for translation."""
    return Plural(one, many)


def sentence(
    table: Mapping[str, str | Plural] | Mapping[str, str], code: str, params: Mapping[str, Any] | None = None
) -> str:
    """Return the sentence for `code` in the reader's language; the code itself, readable, where the table has none.

    Parameters that a sentence names and nobody gave are shown as "…".
    """
    msgid = table.get(code) or table.get(code.replace("-", "_")) or table.get(code.replace("_", "-"))
    if msgid is None:
        return code.replace("_", " ").replace("-", " ")
    given = _Given(params or {})
    return str(gettext(msgid) if isinstance(msgid, str) else _plural(msgid, given)) % given


def _plural(text: Plural, given: Mapping[str, Any]) -> str:
    first = re.search(r"%\((\w+)\)", text.many)
    try:
        return str(get_translations().ungettext(text.one, text.many, int(given[first[1]] if first else 2)))
    except (TypeError, ValueError):
        return str(gettext(text.many))


class _Given(dict[str, Any]):
    def __missing__(self, key: str) -> str:
        return "…"
