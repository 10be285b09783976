"""New codes go into the catalogue (ICF-2). Cannot be undone: a code that was given stays given."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from models import Material, MaterialKind
from webapp.services import materials
from webapp.services.case import Case
from workflows.engine import EffectCall

COLUMNS = ("name", "specification", "model", "unit")


def run(case: Case, call: EffectCall) -> None:  # noqa: ARG001 - one shape for all effects
    """Enter every code that stands in a list of materials of the form and that the catalogue does not have."""
    given = dict(_coded(case))
    known = materials.known_codes(case.session, given)
    for code, (kind, line) in given.items():
        if code not in known:
            told = {name: str(line.get(name) or "") for name in COLUMNS}
            case.session.add(Material(code=code, kind=kind, **told))


def _coded(case: Case) -> Iterator[tuple[str, tuple[MaterialKind, Mapping[str, Any]]]]:
    for field in case.process.form.main.fields:
        kind = materials.kind_of_list(field.name)
        named = next((column.name for column in field.columns if column.widget == "material"), None)
        for line in case.document.get(field.name) or () if kind and named else ():
            if line.get(named):
                yield str(line[named]), (MaterialKind(kind), line)


def undo(case: Case) -> None:
    """Leave the codes where they are: other forms may name them by now."""
