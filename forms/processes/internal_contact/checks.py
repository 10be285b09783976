"""What the internal contact form checks and fills in beyond its definition, by rule id (P1)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from forms.kit import Facts, Fault
from forms.kit.moments import write_moment
from forms.processes.internal_contact.filling import from_catalogue, only_option
from forms.processes.internal_contact.pending import check_codes, check_coding, count_uncoded
from forms.processes.internal_contact.sentences import said
from forms.processes.internal_contact.shipments import LISTS, all_lines, lines, lines_of, short_lines, supplied_lines

Data = Mapping[str, Any]
SITE_KINDS = ("material", "late_filing")
"""The kinds that a site starts (ICF-1, ICF-14); a request of an older version has no other."""

__all__ = ["check", "fill", "lines", "lines_of"]


def fill(step: str, data: Data, facts: Facts) -> dict[str, Any]:
    """Return what the server gives at `step`: catalogue entries (ICF-2), defaults, the plan order's number (ICF-7)."""
    filler = _FILLERS.get(step)
    return filler(data, facts) if filler else {}


def check(step: str, data: Data, facts: Facts) -> Iterator[Fault]:
    """Yield what breaks a rule at `step`."""
    checker = _CHECKS.get(step)
    if checker:
        yield from checker(data, facts)


def _fill_start(data: Data, facts: Facts) -> dict[str, Any]:
    at_a_site = data.get("kind") in (*SITE_KINDS, None)
    where = only_option("site" if at_a_site else "department", data, facts)
    return where | from_catalogue(data, facts) | count_uncoded(data)


def _fill_review(data: Data, facts: Facts) -> dict[str, Any]:
    noted = {} if data.get("confirmed_at") else {"confirmed_at": write_moment(facts.now())}
    return from_catalogue(data, facts) | count_uncoded(data) | noted


def _fill_codes(data: Data, facts: Facts) -> dict[str, Any]:
    return from_catalogue(data, facts) | count_uncoded(data)


def _fill_supply(data: Data, facts: Facts) -> dict[str, Any]:
    short = short_lines({**facts.document, "production_check": data})
    number = facts.request.get("number")
    return {"plan_order": f"{number}-P" if short and number else None}


def _fill_dispatch(data: Data, facts: Facts) -> dict[str, Any]:
    if data.get("shipped"):
        return {}
    return {"shipped": [{"line": line["id"], "quantity": line["quantity"]} for line in supplied_lines(facts.document)]}


def _fill_papers(data: Data, facts: Facts) -> dict[str, Any]:
    """ICF-11: who confirmed it for the warehouse; nobody where it was denied."""
    confirmed = data.get("warehouse_answer") == "confirmed"
    return {"warehouse_confirmed_by": facts.actor if confirmed and facts.actor else None}


def _fill_count(data: Data, _facts: Facts) -> dict[str, Any]:
    told = data.get("counted") or data.get("discrepancy")
    return {"as_listed": False} if data.get("as_listed") is None and told else {}


def _check_start(data: Data, facts: Facts) -> Iterator[Fault]:
    """ICF-2, ICF-15: at least one line where goods are asked for; of a central purchase the plan may say it all."""
    if not all_lines(data) and data.get("kind") in (*SITE_KINDS, "transfer_instruction", None):
        yield said(f"/{LISTS[0]}", "ICF-2", "no-lines")
    yield from _check_lines(data, facts)


def _check_lines(data: Data, facts: Facts) -> Iterator[Fault]:
    """ICF-2: no more lines than the setting allows, every code known to the catalogue, or a mark and photographs."""
    entered = all_lines(data)
    yield from _too_many(data, int(facts.setting("max_lines") or len(entered)), len(entered))
    known = facts.materials({line["code"] for line in entered if line.get("code")})
    for name in LISTS:
        for index, line in enumerate(data.get(name) or ()):
            if line.get("code") and line["code"] not in known:
                yield said(f"/{name}/{index}/code", "ICF-2", "unknown-code", code=line["code"])
    yield from check_codes(data)


def _too_many(data: Data, most: int, total: int) -> Iterator[Fault]:
    """Yield the fault at the list in which the first line too many stands."""
    counted = 0
    for name in LISTS:
        counted += len(data.get(name) or ())
        if counted > most:
            yield said(f"/{name}", "ICF-2", "too-many-lines", max=most, length=total)
            return


def _check_supply(data: Data, facts: Facts) -> Iterator[Fault]:
    """ICF-7: every line exactly once (twice is refused by the kit), never more than was asked for."""
    asked = {line["id"]: line for line in all_lines(facts.document)}
    answers = data.get("supply") or ()
    yield from _more_than("supply", "available", answers, asked, "ICF-7")
    missing = [line for key, line in asked.items() if key not in {answer.get("line") for answer in answers}]
    if missing and answers:
        names = "、".join(line.get("name") or line.get("code") or "" for line in missing[:5])
        yield said("/supply", "ICF-7", "lines-missing", count=len(missing), names=names)


def _check_dispatch(data: Data, facts: Facts) -> Iterator[Fault]:
    """ICF-7: shipped is what can be supplied, at most."""
    held = {line["id"]: line for line in supplied_lines(facts.document)}
    answers = data.get("shipped") or ()
    yield from _foreign("shipped", answers, held, "ICF-7")
    yield from _more_than("shipped", "quantity", answers, held, "ICF-7")


def _check_arrival(data: Data, facts: Facts) -> Iterator[Fault]:
    """ICF-9: goods cannot have arrived tomorrow."""
    arrived, today = data.get("arrived_on"), facts.today()
    if arrived and date.fromisoformat(arrived) > today:
        yield said("/arrived_on", "ICF-9", "in-the-future", today=today.isoformat())


def _check_count(data: Data, facts: Facts) -> Iterator[Fault]:
    """ICF-9: what is counted belongs to the shipment; late counting needs its reason."""
    held = {line["id"]: line for line in lines_of(facts.scope, facts.document)}
    yield from _foreign("counted", data.get("counted") or (), held, "ICF-9")
    if facts.due_at is not None and facts.now() > facts.due_at and not data.get("late_reason"):
        yield said("/late_reason", "ICF-9", "late-reason", due_at=write_moment(facts.due_at))


def _foreign(name: str, answers: Any, held: Mapping[str, Any], rule: str) -> Iterator[Fault]:
    for index, answer in enumerate(answers):
        if answer.get("line") and answer["line"] not in held:
            yield said(f"/{name}/{index}/line", rule, "not-of-this-shipment", line=answer["line"])


def _more_than(name: str, column: str, answers: Any, asked: Mapping[str, Any], rule: str) -> Iterator[Fault]:
    for index, answer in enumerate(answers):
        line, given = asked.get(answer.get("line")), answer.get(column)
        if line and given is not None and Decimal(given) > Decimal(line["quantity"]):
            yield said(f"/{name}/{index}/{column}", rule, "more-than", max=line["quantity"])


_FILLERS: Mapping[str, Callable[[Data, Facts], dict[str, Any]]] = {
    "initiator": _fill_start,
    "planner_review": _fill_review,
    "code_materials": _fill_codes,
    "production_check": _fill_supply,
    "dispatch": _fill_dispatch,
    "papers_check": _fill_papers,
    "confirm_arrival": _fill_count,
}
_CHECKS: Mapping[str, Callable[[Data, Facts], Iterator[Fault]]] = {
    "initiator": _check_start,
    "planner_review": _check_start,
    "code_materials": check_coding,
    "production_check": _check_supply,
    "dispatch": _check_dispatch,
    "register_arrival": _check_arrival,
    "confirm_arrival": _check_count,
}
