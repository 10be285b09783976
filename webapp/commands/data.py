"""`approvals db`, `user` and `token`."""

from contextlib import closing
from datetime import datetime

import click
from sqlalchemy.orm import Session

from models import Database, Person, Role, Unit
from models.migrate import upgrade as migrate
from webapp.config import Settings
from webapp.program import utc_now
from webapp.services import holidays, passwords, people, shipped, sign_in
from webapp.services.errors import NotFound
from webapp.services.people import day_of


@click.group()
def db() -> None:
    """The database."""


@db.command()
@click.pass_obj
def upgrade(settings: Settings) -> None:
    """Bring tables and shipped processes and holidays to this version."""
    with closing(Database(settings.database_url)) as database:
        migrate(database)
        _register(database)


def _register(database: Database) -> None:
    with database.write() as session:
        holidays.register(session)
        for version in shipped.register(session, utc_now()):
            click.echo(f"{version.key}: version {version.number}{' (an offer)' if version.offer else ''}")


@click.group()
def user() -> None:
    """People who sign in."""


@user.command()
@click.argument("login")
@click.argument("name")
@click.option("--email", default="")
@click.option("--role", "roles", multiple=True, help="role@unit, e.g. admin@hq; may be repeated")
@click.password_option()
@click.pass_obj
def add(settings: Settings, login: str, name: str, email: str, roles: tuple[str, ...], password: str) -> None:
    """Add a person."""
    now = utc_now()
    with closing(Database(settings.database_url)) as database, database.write() as session:
        secret = passwords.hash_password(password)
        if session.query(Person).filter_by(login=login).count():
            raise click.ClickException(f"somebody signs in as {login!r} already")
        person = people.add_person(session, login, name, now, email=email, password_hash=secret)
        for role in roles:
            _grant(session, person, role, now)


def _grant(session: Session, person: Person, hold: str, now: datetime) -> None:
    """`role@unit`, by the unit's code."""
    role, _, code = hold.partition("@")
    unit = session.query(Unit).filter_by(code=code).one_or_none()
    if role not in set(Role) or unit is None:
        raise click.UsageError(f"{hold!r} is no role at a unit, such as admin@hq")
    people.grant(session, person.id, Role(role), unit.id, day_of(now))


@user.command("list")
@click.pass_obj
def list_people(settings: Settings) -> None:
    """List the people."""
    with closing(Database(settings.database_url)) as database, database.read() as session:
        for person in session.query(Person).order_by(Person.login):
            click.echo(f"{person.login:24} {person.name}{'' if person.active else '  (inactive)'}")


@click.command()
@click.argument("login")
@click.pass_obj
def token(settings: Settings, login: str) -> None:
    """Print a new personal access token of LOGIN for the API."""
    with closing(Database(settings.database_url)) as database, database.write() as session:
        try:
            click.echo(sign_in.create_token(session, login, utc_now(), "command line"))
        except NotFound as fault:
            raise click.ClickException(f"nobody signs in as {login!r}") from fault
