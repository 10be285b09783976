"""The opaque version of what somebody sees of a task: the item's own revision and the fields visible at its step.

It holds a few bytes of hash per visible field, so that it tells which fields changed, and so that what a side branch
fills in does not make this page stale.
"""

from __future__ import annotations

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Mapping, Sequence
from hashlib import sha256
from typing import Any

BYTES = 4
ITEM = "item"


def version(rev: int, visible: Mapping[str, Any], names: Sequence[str]) -> str:
    """The version of an item at revision `rev` that shows the fields `names` with the values in `visible`."""
    parts = [_digest(rev), *(_digest(visible.get(name)) for name in names)]
    return urlsafe_b64encode(b"".join(parts)).decode().rstrip("=")


def changed(seen: str, now: str, names: Sequence[str]) -> tuple[str, ...]:
    """Which of `names` differ between two versions; `item` where the item itself moved; all where `seen` is none."""
    if seen == now:
        return ()
    then, today = _parts(seen), _parts(now)
    if len(then) != len(today):
        return (ITEM, *names)
    pairs = zip((ITEM, *names), then, today, strict=True)
    return tuple(name for name, one, other in pairs if one != other)


def _digest(value: Any) -> bytes:
    return sha256(json.dumps(value, sort_keys=True, ensure_ascii=False, default=str).encode()).digest()[:BYTES]


def _parts(text: str) -> list[bytes]:
    try:
        whole = urlsafe_b64decode(text + "=" * (-len(text) % 4))
    except ValueError:
        return []
    return [whole[start : start + BYTES] for start in range(0, len(whole), BYTES)]
