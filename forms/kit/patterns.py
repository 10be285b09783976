"""Owners' patterns, bounded: no groups, no look-around, at most two open repeats, so that none can run long."""

from __future__ import annotations

import re

_TOKEN = re.compile(
    r"\\[dDsSwW.\\/\-+*?|()\[\]{}^$]"  # an escaped sign or a class
    r"|\[\^?(?:\\[dDsSwW\\\]\[^\-]|[^\\\[\]])+\]"  # a set
    r"|\{(?P<low>[0-9]{1,3})(?P<open>,(?P<high>[0-9]{0,3}))?\}"  # a counted repeat
    r"|(?P<repeat>[*+])|\?|\.|\||\^|\$"
    r"|[^\\\[\](){}*+?.|^$]"  # a plain sign
)
OPEN_REPEATS = 2
LONGEST_TEXT = 500


def bounded(pattern: str) -> bool:
    """Return whether an owner's pattern is in the subset, and compiles."""
    at, repeats = 0, 0
    while at < len(pattern):
        found = _TOKEN.match(pattern, at)
        if found is None:
            return False
        at = found.end()
        repeats += bool(found["repeat"]) or bool(found["open"])
    return repeats <= OPEN_REPEATS and _compiles(pattern)


def _compiles(pattern: str) -> bool:
    try:
        re.compile(pattern)
    except (re.error, OverflowError):
        return False
    return True
