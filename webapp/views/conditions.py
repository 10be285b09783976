"""Which of a form's conditions the browser can follow by itself while somebody types."""

from __future__ import annotations

import json
import re

from forms.kit import Field

_PLAIN = re.compile(r'([A-Za-z_]\w*)\s*(=|!=)\s*(true|false|"[^"\\]*")')
_UNLESS = re.compile(r"if\s+(.+?)\s+then\s+(true|false)\s+else\s+(true|false)")


def shown_when(item: Field) -> str | None:
    """Return `{field, equals, value}` as JSON where a field's visibility hangs on one other field, else None.

    Other conditions are left to the server: their fields are always drawn, and what is not visible is not kept.
    """
    source = getattr(item.visible, "source", None) if item.visible is not None else None
    return _plain(source.strip()) if isinstance(source, str) else None


def _plain(source: str) -> str | None:
    turned = False
    branch = _UNLESS.fullmatch(source)
    if branch is not None:
        if branch[2] == branch[3]:
            return None
        source, turned = branch[1], branch[2] == "false"
    found = _PLAIN.fullmatch(source)
    if found is None:
        return None
    value = found[3].strip('"')
    return json.dumps({"field": found[1], "equals": (found[2] == "=") != turned, "value": value})
