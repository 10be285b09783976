"""`approvals doctor` and `verify`: is this machine whole, are the rows, is the trail?"""

import json
from collections.abc import Iterator
from ctypes.util import find_library
from pathlib import Path
from typing import BinaryIO

import click
from sqlalchemy.exc import SQLAlchemyError

from models import Database
from webapp.commands.opening import opened, unreachable
from webapp.config import Settings
from webapp.i18n import LANGUAGES
from webapp.program import utc_now
from webapp.services import invariant, shipped, trail
from webapp.services import papers as stored

LIBRARIES = {
    "pango-1.0": "libpango-1.0-0",
    "pangoft2-1.0": "libpangoft2-1.0-0",
    "harfbuzz-subset": "libharfbuzz-subset0",
}
"""What printing needs of the system, and the Debian package that brings it."""


BROKEN = {
    "gap": "a line before it is missing, or its number was changed",
    "prev": "it does not follow the line before it: one of them was exchanged or put in",
    "hash": "who, when or what it says was changed after it was written",
    "detail": "its personal part (names, comment, changes) was changed after it was written",
    "cut": "lines after it were cut off, or it was exchanged with all that followed",
    "empty": "the request has been sent and has no trail at all",
}
"""What an auditor is told of each fault of a chain (`webapp.services.trail.Broken`)."""


@click.command()
@click.pass_obj
def doctor(settings: Settings) -> None:
    """Say what is missing on this machine and how to mend it, and whether the rows hold together."""
    faults = list(_faults(settings))
    for fault in faults:
        click.echo(f"✗ {fault}")
    if faults:
        raise SystemExit(1)
    click.echo("✓ all is well")


def _faults(settings: Settings) -> Iterator[str]:
    yield from _missing_libraries()
    for slug in shipped.slugs():
        yield from (f"{slug}: {fault}" for fault in shipped.check(slug))
    try:
        with opened(settings) as database:
            yield from _wrong_rows(database, settings)
    except click.ClickException as fault:
        yield fault.message
    except SQLAlchemyError as fault:
        yield unreachable(fault)


def _wrong_rows(database: Database, settings: Settings) -> Iterator[str]:
    with database.read() as session:
        yield from invariant.faults(session)
        yield from stored.faults(session, settings.papers_dir)
        lacking = len(stored.unprinted(session, tuple(LANGUAGES)))
    if lacking:
        yield f"closed requests without a stored print: {lacking}; order them: approvals papers"


def _missing_libraries() -> Iterator[str]:
    missing = [package for library, package in LIBRARIES.items() if find_library(library) is None]
    if missing:
        yield f"printing needs system libraries: apt-get install {' '.join(missing)}"


@click.command()
@click.pass_obj
def papers(settings: Settings) -> None:
    """Order the print of every closed request that has none, as those that closed before prints were stored."""
    with opened(settings) as database, database.write() as session:
        found = stored.unprinted(session, tuple(LANGUAGES))
        for request_id in found:
            stored.order(session, request_id, utc_now())
    click.echo(f"{len(found)} ordered; the server or `approvals worker` prints them")


@click.command()
@click.option("--keep", type=click.Path(path_type=Path, dir_okay=False), help="write the last lines into this file")
@click.option("--kept", type=click.File("rb"), help="a file that --keep wrote: shows lines cut off since")
@click.pass_obj
def verify(settings: Settings, keep: Path | None, kept: BinaryIO | None) -> None:
    """Recompute the whole trail and say which lines do not fit.

    The end of a trail that was cut off shows only against its last lines as they were: keep them on another machine.
    """
    known = _read_heads(kept) if kept else {}
    with opened(settings) as database, database.read() as session:
        faults = trail.verify(session, known=known)
        heads = trail.heads(session)
        numbers = trail.numbers(session, {fault.request_id for fault in faults})
    for fault in faults:
        told = numbers.get(fault.request_id) or f"request {fault.request_id}"
        click.echo(f"{told}, line {fault.seq} ({fault.code}): {BROKEN[fault.code]}")
    lines = sum(seq for seq, _ in heads.values())
    if faults:
        click.echo(f"{len(faults)} faults in {lines} lines of {len(heads)} requests")
        raise SystemExit(1)
    if keep:
        keep.write_text(json.dumps(heads, indent=0))
    click.echo(f"the trail is whole: {lines} lines of {len(heads)} requests")


def _read_heads(file: BinaryIO) -> dict[int, trail.Head]:
    try:
        return {int(request): (int(seq), str(digest)) for request, (seq, digest) in json.load(file).items()}
    except (ValueError, TypeError, AttributeError) as fault:
        raise click.BadParameter("this is no file of `verify --keep`", param_hint="--kept") from fault
