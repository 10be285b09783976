"""What a list is narrowed down to: read from plain texts, told in SQL."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from typing import Any, Protocol, TypedDict, TypeVar, Unpack

from sqlalchemy import ColumnElement, exists, or_
from sqlalchemy.orm import Session, aliased

from forms.kit import Fault
from models import ItemState, Person, Request, RequestSearch, Status, WorkItem
from models.search_words import typed_parts
from webapp.services.errors import Invalid
from webapp.services.orders import FAR
from webapp.services.paging import Key, Page, containing, write_key
from webapp.services.people import SHANGHAI, units

SOON = timedelta(days=1)
MOST_PARTS = 8
"""Of what is typed so many parts are looked for; all of them must be there."""


class Due(StrEnum):
    """How an open item stands to its deadline. `SOON`: within a day."""

    LATE = "late"
    SOON = "soon"


class Asked(TypedDict, total=False):
    """What a list may be narrowed down by, as texts; None and empty ones say nothing."""

    q: str | None
    process: str | None
    status: str | None
    unit: str | None
    person: str | None
    since: str | None
    until: str | None
    due: str | None


NAMES = tuple(Asked.__annotations__)


@dataclass(frozen=True)
class Filter:
    """What a list is narrowed down to. `units`: ids; `since` and `until`: days in Shanghai, both included."""

    parts: tuple[str, ...] = ()
    process: str = ""
    status: Status | None = None
    units: tuple[int, ...] | None = None
    person: str = ""
    since: datetime | None = None
    until: datetime | None = None
    due: Due | None = None

    def conditions(self, at: Any) -> list[ColumnElement[bool]]:
        """Return the conditions on `Request`, its initiator `Person` and the moment `at` that sorts the list."""
        return [*self._of_request(), *self._of_moment(at)]

    def _of_request(self) -> Iterator[ColumnElement[bool]]:
        if self.parts:
            texts = (RequestSearch.text.like(containing(part), escape="\\") for part in self.parts)
            yield exists().where(RequestSearch.request_id == Request.id, *texts)
        if self.process:
            yield Request.process == self.process
        if self.status:
            yield Request.status == self.status
        if self.units is not None:
            yield Request.unit_id.in_(self.units)
        if self.person:
            like = containing(self.person)
            yield or_(Person.name.ilike(like, escape="\\"), Person.login.ilike(like, escape="\\"))

    def _of_moment(self, at: Any) -> Iterator[ColumnElement[bool]]:
        if self.since is not None:
            yield at >= self.since
        if self.until is not None:
            yield at < self.until

    def of_deadline(self) -> list[ColumnElement[bool]]:
        """Return the condition that a request has an open item marked late. Raises Invalid at /due for `SOON`."""
        if self.due is Due.SOON:
            raise Invalid.at("/due", "enum", allowed=[Due.LATE.value])
        item = aliased(WorkItem)
        late = (item.request_id == Request.id, item.state == ItemState.OPEN, item.late_at.is_not(None))
        return [exists().where(*late)] if self.due else []

    def of_item(self, now: datetime) -> list[ColumnElement[bool]]:
        """Return the conditions that an open `WorkItem` stands so to its deadline."""
        match self.due:
            case Due.LATE:
                return [or_(WorkItem.late_at.is_not(None), WorkItem.due_at < now)]
            case Due.SOON:
                return [WorkItem.due_at >= now, WorkItem.due_at < now + SOON]
            case _:
                return []


def read(session: Session, **asked: Unpack[Asked]) -> Filter:
    """Return the filter that is asked for. Raises Invalid with every text that cannot be understood, at its name."""
    given = {name: str(value).strip() for name, value in asked.items() if value and str(value).strip()}
    faults: list[Fault] = []
    made = Filter(
        tuple(typed_parts(given.get("q", ""))[:MOST_PARTS]),
        given.get("process", ""),
        _one_of(Status, given, "status", faults),
        _below(session, given, faults),
        given.get("person", ""),
        _start_of(_day(given, "since", faults)),
        _start_of(_day(given, "until", faults), 1),
        _one_of(Due, given, "due", faults),
    )
    if faults:
        raise Invalid(faults)
    return made


Choice = TypeVar("Choice", bound=StrEnum)


def _one_of(kind: type[Choice], given: Mapping[str, str], name: str, faults: list[Fault]) -> Choice | None:
    known = {one.value: one for one in kind}
    if name in given and given[name] not in known:
        faults.append(Fault(f"/{name}", "enum", "enum", {"allowed": list(known)}))
    return known.get(given.get(name, ""))


def _below(session: Session, given: Mapping[str, str], faults: list[Fault]) -> tuple[int, ...] | None:
    """The ids of the unit of that code and of all under it."""
    if "unit" not in given:
        return None
    known = units(session)
    place = known.by_code.get(given["unit"])
    if place is None:
        faults.append(Fault("/unit", "enum", "enum"))
        return ()
    return tuple(one.id for one in known.below(place.id))


def _day(given: Mapping[str, str], name: str, faults: list[Fault]) -> date | None:
    try:
        return date.fromisoformat(given[name]) if name in given else None
    except ValueError:
        faults.append(Fault(f"/{name}", "format", "date", {"text": given[name][:40]}))
        return None


def _start_of(day: date | None, later: int = 0) -> datetime | None:
    try:
        return None if day is None else datetime.combine(day + timedelta(days=later), time(0), SHANGHAI).astimezone(UTC)
    except OverflowError:
        return FAR if later else None


class Listed(Protocol):
    """A row of a list, as far as paging reads it."""

    @property
    def key(self) -> Key: ...


Row = TypeVar("Row", bound=Listed)


def page_of(rows: list[Row], size: int) -> Page[Row]:
    """Return a page of `size` rows of those found, of which there is one more where another page follows."""
    return Page(rows[:size], write_key(rows[size - 1].key) if len(rows) > size else None)
