"""What the release ships: two folders with the same slug per process, checked, and registered by `db upgrade`."""

from __future__ import annotations

import importlib
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

import forms
import workflows
from forms import kit
from models import Origin, Person, Role
from webapp.services.actor import load_actor
from webapp.services.people import HEAD
from webapp.services.versions import Stored, store
from workflows import engine

DIAGRAMS = Path(workflows.__path__[0]) / "processes"
FORMS = Path(forms.__path__[0]) / "processes"
EFFECTS = frozenset(file.stem for file in (Path(__file__).parent / "effects").glob("[a-z]*.py"))
"""The catalogue of effects: one module each."""
ROLES = frozenset({HEAD, *(role.value for role in Role)})
NEEDED = {DIAGRAMS: ("process.toml",), FORMS: ("form.json", "checks.py", "print.html", "sample.json")}
"""What must lie in the two folders of a process (`docs/adding-a-process.md`)."""


def slugs() -> list[str]:
    """Return the slugs of all shipped processes: every folder on either side."""
    folders = [one for room in (DIAGRAMS, FORMS) if room.is_dir() for one in room.iterdir()]
    return sorted({one.name for one in folders if one.is_dir() and one.name.isidentifier() and one.name[0] != "_"})


def bundle(slug: str) -> engine.Bundle:
    """Return the data of a shipped process: process.toml, diagrams, tables and form.json."""
    files = engine.Bundle.read(DIAGRAMS / slug).files
    return engine.Bundle({**files, "form.json": (FORMS / slug / "form.json").read_bytes()})


@cache
def checks(slug: str) -> ModuleType | None:
    """Return the module of a process's own checks, None where the release has none under that name."""
    name = f"forms.processes.{slug}.checks"
    if not slug.isidentifier() or not (FORMS / slug / "checks.py").is_file():
        return None
    return importlib.import_module(name)


def check(slug: str) -> list[engine.Problem | kit.Problem]:
    """Return everything that keeps a shipped process from being used: missing files, faulty form, faulty diagram."""
    missing = list(_missing(slug))
    if missing:
        return list(missing)
    data = bundle(slug)
    try:
        form = kit.load(data.files["form.json"])
        compiled = engine.compile(data, form.names, effects=EFFECTS, roles=ROLES)
    except (kit.FormRefused, engine.Refused) as refused:
        return list(refused.problems)
    return list(_mismatches(slug, compiled, form))


def _missing(slug: str) -> Iterator[engine.Problem]:
    for room, names in NEEDED.items():
        for name in names:
            if not (room / slug / name).is_file():
                where = f"{room.parent.name}/processes/{slug}/{name}"
                yield engine.Problem(where, None, "file_missing", {"file": where}, "this file is missing")


def _mismatches(slug: str, compiled: engine.Compiled, form: kit.Form) -> Iterator[engine.Problem]:
    if compiled.key != slug:
        params = {"key": compiled.key, "slug": slug}
        yield engine.Problem("process.toml", None, "key_not_slug", params, "the key must be the folder's name")
    for name in _start_roles(compiled.toml.get("start", {})):
        if name not in {role.value for role in Role}:
            yield engine.Problem("process.toml", None, "role_unknown", {"role": name}, f"there is no role {name!r}")
    yield from _start_mismatches(compiled.toml.get("start", {}), form)
    for name in compiled.toml.get("summary", {}).get("fields", ()):
        if name not in form.names:
            yield engine.Problem("process.toml", None, "field_unknown", {"field": name}, f"there is no field {name!r}")


def _start_roles(start: Mapping[str, Any]) -> Iterator[str]:
    """Yield the roles that may start a process, without where."""
    for said in (start, *start.get("kinds", {}).values()):
        yield from (str(name).partition("@")[0] for name in said.get("roles", ()))


def _start_mismatches(start: Mapping[str, Any], form: kit.Form) -> Iterator[engine.Problem]:
    """Yield what `[start] by` and `[start.kinds]` name and the form does not have."""
    by = str(start.get("by", ""))
    known = dict(form.main[by].choices) if by in form.main else {}
    if by and not known:
        yield engine.Problem("process.toml", None, "field_unknown", {"field": by}, f"there is no choice {by!r}")
    for value in start.get("kinds", {}):
        if value not in known:
            yield engine.Problem("process.toml", None, "field_unknown", {"field": value}, f"{by} cannot be {value!r}")


def register(session: Session, now: datetime, wanted: Iterable[str] | None = None) -> list[Stored]:
    """Store what the release ships (all of it, or `wanted` slugs) and return the versions that are new (`db upgrade`).

    Unchanged content makes no version. A change replaces a shipped current version; over an owner's it is an offer.
    Raises engine.Refused with every problem where a shipped process is faulty: nothing of it is stored.
    """
    made = [_register(session, slug, now) for slug in (slugs() if wanted is None else wanted)]
    return [version for version in made if version is not None]


def _register(session: Session, slug: str, now: datetime) -> Stored | None:
    problems = check(slug)
    if problems:
        raise engine.Refused(tuple(_as_engine(problem) for problem in problems))
    return store(session, slug, bundle(slug), Origin.SHIPPED, now)


def _as_engine(problem: engine.Problem | kit.Problem) -> engine.Problem:
    if isinstance(problem, engine.Problem):
        return problem
    return engine.Problem("form.json", problem.pointer, problem.code, problem.params, problem.message or problem.code)


def publish(session: Session, folder: Path, login: str, now: datetime) -> Stored | None:
    """Publish the data files in `folder` as an owner's new version, released by the person who signs in as `login`.

    Returns None where the content is that of the current version. Raises engine.Refused or kit.FormRefused with every
    problem, ValueError for a missing file, an unknown person or one who neither owns the process nor administers; a bad
    bundle changes nothing.
    """
    data = engine.Bundle.read(folder)
    for name in ("form.json", "process.toml"):
        if name not in data.files:
            raise ValueError(f"{name} is missing in {folder}")
    form = kit.load(data.files["form.json"])
    compiled = engine.compile(data, form.names, effects=EFFECTS, roles=ROLES)
    person = session.scalars(select(Person.id).where(Person.login == login, Person.active)).one_or_none()
    if person is None:
        raise ValueError(f"nobody signs in as {login!r}")
    actor = load_actor(session, person, now)
    if not actor.admin and compiled.key not in actor.owns:
        raise ValueError(f"{login!r} neither owns the process {compiled.key!r} nor is an administrator")
    return store(session, compiled.key, data, Origin.OWNER, now, person)
