"""`approvals doctor` and `verify`: is this machine whole, are the rows, is the trail?"""

from collections.abc import Iterator
from ctypes.util import find_library

import click

from models import Database
from models.migrate import is_current
from webapp.config import Settings
from webapp.services import invariant, shipped, trail

LIBRARIES = {
    "pango-1.0": "libpango-1.0-0",
    "pangoft2-1.0": "libpangoft2-1.0-0",
    "harfbuzz-subset": "libharfbuzz-subset0",
}
"""What printing needs of the system, and the Debian package that brings it."""


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
    database = Database(settings.database_url)
    if not is_current(database):
        yield "the database is not at this version: approvals db upgrade"
        return
    with database.read() as session:
        yield from invariant.faults(session)


def _missing_libraries() -> Iterator[str]:
    missing = [package for library, package in LIBRARIES.items() if find_library(library) is None]
    if missing:
        yield f"printing needs system libraries: apt-get install {' '.join(missing)}"


@click.command()
@click.pass_obj
def verify(settings: Settings) -> None:
    """Recompute the whole trail and say which lines do not fit."""
    with Database(settings.database_url).read() as session:
        faults = trail.verify(session)
    for fault in faults:
        click.echo(fault)
    if faults:
        raise SystemExit(1)
    click.echo("the trail is whole")
