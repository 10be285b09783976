"""Processes as they run: the version of a request, loaded once a program; the current ones; who may start what."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from types import ModuleType
from typing import Any
from weakref import WeakKeyDictionary

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session
from sqlalchemy.pool import Pool

from forms import kit
from models import BundleFile, ProcessVersion
from webapp.services import shipped, starting
from webapp.services.actor import Actor
from webapp.services.errors import NotFound
from webapp.services.shipped import check, publish, register, slugs
from webapp.services.starting import Ways
from webapp.services.versions import versions
from workflows import engine

__all__ = [
    "Process",
    "check",
    "current",
    "current_all",
    "load",
    "publish",
    "register",
    "slugs",
    "startable",
    "versions",
]


@dataclass(frozen=True)
class Process:
    """A version of a process, ready to run. `checks`: the release's own Python checks, None for an owner's process."""

    version_id: int
    key: str
    number: int
    compiled: engine.Compiled
    form: kit.Form
    checks: ModuleType | None
    toml: Mapping[str, Any]
    bundle: engine.Bundle

    def title(self, language: str) -> str:
        """Return the title in a language, else in English."""
        return kit.title(self.toml["process"].get("title", {}), language) or self.key

    @cached_property
    def ways(self) -> Ways:
        """Return the ways to start it (`[start]`)."""
        return starting.read(self.toml, self.form.names)

    @property
    def summary(self) -> tuple[str, ...]:
        """Return the fields shown in list rows (`[summary] fields`)."""
        return tuple(self.toml.get("summary", {}).get("fields", ()))

    def start_units(self, actor: Actor) -> tuple[int, ...]:
        """Return the units for which the actor may start it, in one way or another; none for auditors."""
        return tuple(sorted({unit for way in self.ways.all for unit in way.units(actor)}))

    def start_kinds(self, actor: Actor) -> tuple[str, ...] | None:
        """Return the kinds of request that the actor may start; None where all are started alike."""
        by = self.ways.by
        return self.ways.values(actor, [value for value, _ in self.form.main[by].choices]) if by else None


_LOADED: WeakKeyDictionary[Pool, dict[int, Process]] = WeakKeyDictionary()
"""Versions by database (its connection pool) and id. A version never changes, and there are few."""


def load(session: Session, version_id: int) -> Process:
    """Return a version ready to run; no SQL once it was loaded in this program. Raises NotFound."""
    known = _LOADED.setdefault(session.get_bind().engine.pool, {})
    if version_id not in known:
        known[version_id] = _load(session, version_id)
    return known[version_id]


def _load(session: Session, version_id: int) -> Process:
    version = session.get(ProcessVersion, version_id)
    if version is None:
        raise NotFound("process_unknown", version=version_id)
    rows = session.execute(
        select(BundleFile.name, BundleFile.content).where(BundleFile.bundle_hash == version.bundle_hash)
    )
    bundle = engine.Bundle({row.name: row.content for row in rows})
    form = kit.load(bundle.files["form.json"])
    return Process(
        version.id,
        version.key,
        version.number,
        engine.compile_cached(bundle, frozenset(form.names)),
        form,
        shipped.checks(version.key),
        tomllib.loads(bundle.files["process.toml"].decode()),
        bundle,
    )


def current(session: Session, key: str, now: datetime) -> Process:
    """Return the current version of a process: the highest that is effective and no offer. Raises NotFound."""
    found = _current(now).where(ProcessVersion.key == key)
    version = session.scalars(found).one_or_none()
    if version is None:
        raise NotFound("process_unknown", key=key)
    return load(session, version)


def current_all(session: Session, now: datetime) -> list[Process]:
    """Return the current version of every process, by key."""
    return [load(session, version) for version in session.scalars(_current(now).order_by(ProcessVersion.key)).all()]


def _current(now: datetime) -> Select[int]:
    newest = (
        select(ProcessVersion.key, func.max(ProcessVersion.number).label("number"))
        .where(ProcessVersion.effective_from <= now, ~ProcessVersion.offer)
        .group_by(ProcessVersion.key)
        .subquery()
    )
    return select(ProcessVersion.id).join(
        newest, (newest.c.key == ProcessVersion.key) & (newest.c.number == ProcessVersion.number)
    )


def startable(session: Session, actor: Actor, now: datetime) -> list[tuple[Process, tuple[int, ...]]]:
    """Return what the actor may start, with the ids of the units for which."""
    found = ((process, process.start_units(actor)) for process in current_all(session, now))
    return [(process, units) for process, units in found if units]
