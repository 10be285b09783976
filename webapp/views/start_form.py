"""The form that starts a request, as it is drawn on an empty page and on a draft."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from forms import kit
from forms.kit import INITIATOR, Fault
from forms.kit.taking import code_column
from webapp.access import actor
from webapp.program import now
from webapp.services import foresight
from webapp.services.processes import Process
from webapp.unit_of_work import reading
from webapp.views.ahead import AheadList, ahead_list
from webapp.views.fields import Drawn, draw
from webapp.views.summary import Summary, summary
from webapp.views.surroundings import around

ACTIONS = ("submit", "save")


@dataclass(frozen=True)
class StartForm:
    """The fields to fill in, and the faults with where they stand."""

    fields: tuple[Drawn, ...]
    summary: Summary
    ahead: AheadList | None

    @property
    def lists(self) -> tuple[Drawn, ...]:
        """Return the lists to which lines may be added from a spreadsheet: those of materials, where there are any."""
        found = tuple(one for one in self.fields if one.blank)
        return tuple(one for one in found if code_column(one.field)) or found


def draw_start(
    process: Process, data: Mapping[str, Any], faults: tuple[Fault, ...] = (), blank: Mapping[str, int] | None = None
) -> StartForm:
    """Return the initiator's form of `process` with `data` in it, stored or as typed."""
    form = process.form
    rights = {name: right for name, right in kit.rights(form, INITIATOR).items() if right == "edit"}
    ids = [one for field in form.main.fields if field.kind == "files" for one in data.get(field.name) or ()]
    place = around(process, INITIATOR, faults, blank, file_ids=ids)
    own = form.section(INITIATOR)
    fields = (*draw(form.main, rights, data, place), *draw(own, rights, data, place))
    return StartForm(fields, summary(faults, fields), steps_ahead(process, data))


def right_part(process: Process, data: Mapping[str, Any]) -> dict[str, Any]:
    """Return what of the answers, as they were typed, is right; nothing is asked that is missing."""
    return dict(kit.check(process.form, INITIATOR, dict(data), draft=True).data)


def steps_ahead(process: Process, data: Mapping[str, Any]) -> AheadList | None:
    """Return the steps that would come if the form were sent as it stands; what is wrong in it is left out."""
    return ahead_list(foresight.before(reading(), actor(), process, right_part(process, data), now()))
