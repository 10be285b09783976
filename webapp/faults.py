"""Faults of a form as sentences, by the field at which they are shown."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

from forms.kit import Fault
from webapp.i18n import moment, words
from webapp.messages import FAULTS, sentence


def message(fault: Fault) -> str:
    """Return a fault in the reader's language; the process's own checks bring their sentences themselves."""
    own = fault.params.get("message")
    if isinstance(own, Mapping):
        return words({str(key): str(text) for key, text in own.items()})
    params = {name: moment(value) if isinstance(value, datetime) else value for name, value in fault.params.items()}
    return sentence(FAULTS, fault.code, params)


def by_pointer(faults: Iterable[Fault]) -> dict[str, tuple[str, ...]]:
    """Return the sentences by the JSON Pointer of their field."""
    found: dict[str, tuple[str, ...]] = {}
    for fault in faults:
        found[fault.pointer] = (*found.get(fault.pointer, ()), message(fault))
    return found
