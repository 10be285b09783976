"""Which of a form's conditions the browser can follow by itself while somebody types."""

from __future__ import annotations

import json
import re

from forms.kit import Field

_PLAIN = re.compile(r'([A-Za-z_]\w*)\s*(=|!=)\s*(true|false|"[^"\\]*")')
_ONE_OF = re.compile(r'([A-Za-z_]\w*)\s+in\s+\(\s*("[^"\\]*"(?:\s*,\s*"[^"\\]*")*)\s*\)')
_TICKED = re.compile(r"list contains\(concatenate\((\w+\.(\w+)(?:,\s*\w+\.\2)*)\),\s*true\)")
_UNLESS = re.compile(r"if\s+(.+?)\s+then\s+(true|false)\s+else\s+(true|false)")


def shown_when(item: Field) -> str | None:
    """Return as JSON what the browser can follow of a field's visibility, else None.

    `{field, equals, values}`: one other field is, or is not, one of some values. `{ticked}`: in some line of these
    lists a box is ticked (`tools.pending`). Other conditions are left to the server: their fields are always drawn, and
    what is not visible is not kept.
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
    if (ticked := _TICKED.fullmatch(source)) is not None:
        return json.dumps({"ticked": [one.strip() for one in ticked[1].split(",")]})
    if (one_of := _ONE_OF.fullmatch(source)) is not None:
        values = [value.strip().strip('"') for value in one_of[2].split(",")]
        return json.dumps({"field": one_of[1], "equals": not turned, "values": values})
    found = _PLAIN.fullmatch(source)
    if found is None:
        return None
    return json.dumps({"field": found[1], "equals": (found[2] == "=") != turned, "values": [found[3].strip('"')]})
