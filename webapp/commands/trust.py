"""`approvals doctor` and `verify`: is this machine whole, are the rows, is the trail?"""

from collections.abc import Iterator

import click

from models import Database
from models.migrate import is_current
from webapp.config import Settings
from webapp.printing import missing_libraries
from webapp.services import invariant, shipped, trail


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
    yield from missing_libraries()
    for slug in shipped.slugs():
        yield from (f"{slug}: {fault}" for fault in shipped.check(slug))
    database = Database(settings.database_url)
    if not is_current(database):
        yield "the database is not at this version: approvals db upgrade"
        return
    with database.read() as session:
        yield from invariant.faults(session)


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
