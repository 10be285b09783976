"""Regular expressions as DMN has them (those of XPath), run by RE2 in time linear in the text.

RE2 never goes back, so no pattern can hang; in exchange references back to a group (\\1) are refused, as null.
XPath writes classes that RE2 does not have (subtraction, \\i, \\c, blocks); they are written out as characters.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import re2

from workflows.feel import limits
from workflows.feel.xpath_pattern import NotAPattern, translate

_REFERENCE = re.compile(r"\\(.)|\$([0-9]+)|\$|\\", re.DOTALL)
MEMORY = 8 << 20
LONGEST = 2000
COMPILING = 2000  # steps


@dataclass(frozen=True)
class Pattern:
    """A regular expression ready for use."""

    compiled: Any

    def found_in(self, text: str) -> bool:
        """Whether it matches somewhere in the text."""
        return next(self._matches(text), None) is not None

    def replaced_in(self, text: str, replacement: str) -> str | None:
        """The text with all matches replaced; null if it matches an empty text or the replacement has a loose $."""
        parts = _template(replacement, self.compiled.groups)
        if parts is None or self.found_in(""):
            return None
        made, end, size = [], 0, len(text)
        for match in self._matches(text):
            filled = "".join(part if isinstance(part, str) else match.group(part) or "" for part in parts)
            size += len(filled)
            limits.check_text(size)
            made += [text[end : match.start()], filled]
            end = match.end()
        return "".join([*made, text[end:]])

    def split(self, text: str) -> list[str]:
        """The parts of the text between matches; null if it matches nothing at all."""
        made, end = [], 0
        for match in self._matches(text):
            if match.end() > match.start():
                limits.spend(1)
                made.append(text[end : match.start()])
                end = match.end()
        return [*made, text[end:]]

    def _matches(self, text: str) -> Iterator[Any]:
        limits.spend(10 + len(text) // 10)
        return iter(self.compiled.finditer(text))


def _template(replacement: str, groups: int) -> list[str | int] | None:
    """The replacement as texts and numbers of groups. \\$ and \\\\ stand for themselves (XPath 3.1, 5.6.4)."""
    parts: list[str | int] = []
    end = 0
    for match in _REFERENCE.finditer(replacement):
        parts.append(replacement[end : match.start()])
        end = match.end()
        if match[1] in ("$", "\\"):
            parts.append(match[1])
        elif match[2]:
            parts.extend(_group(match[2], groups))
        else:
            return None
    return [*parts, replacement[end:]]


def _group(digits: str, groups: int) -> list[str | int]:
    """The group that $digits means: as many digits as make a group that is there, the others text; empty if none is."""
    for size in range(min(len(digits), 4), 1, -1):
        if int(digits[:size]) <= groups:
            return [int(digits[:size]), digits[size:]]
    return [int(digits[0]) if int(digits[0]) <= groups else "", digits[1:]]


@lru_cache(maxsize=500)
def pattern(source: str, flags: str) -> Pattern | None:
    """The regular expression with XPath's flags s, m, i, x (and q), or None if it is not one."""
    if set(flags) - set("smixq") or len(source) > LONGEST:
        return None
    try:
        return Pattern(_compiled(source, flags))
    except (NotAPattern, re2.error):
        return None


def _compiled(source: str, flags: str) -> Any:
    limits.spend(COMPILING)
    options = re2.Options()
    options.max_mem = MEMORY
    options.log_errors = False
    options.dot_nl = True
    options.case_sensitive = "i" not in flags
    prefix = "(?m)" if "m" in flags else ""
    text = re.escape(source) if "q" in flags else translate(source, flags)
    return re2.compile(prefix + text, options)
