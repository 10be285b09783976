"""`approvals db`, `user` and `token`."""

from collections.abc import Iterator
from contextlib import closing, contextmanager

import click

from models import Database, Person
from models.migrate import upgrade as migrate
from webapp.commands.opening import opened
from webapp.config import Settings
from webapp.program import utc_now
from webapp.services import holidays, passwords, people, shipped, sign_in
from webapp.services.errors import NotFound


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
@click.option("--password", help="asked for where it is left out")
@click.pass_obj
def add(settings: Settings, login: str, name: str, email: str, roles: tuple[str, ...], password: str | None) -> None:
    """Add a person."""
    with opened(settings) as database:
        with database.read() as session, said():
            people.check_account(session, login, name)
        if password is None:
            password = click.prompt("Password", hide_input=True, confirmation_prompt=True)
        with database.write() as session, said():
            passwords.check_new(password, settings.password_length)
            people.add(session, login, name, email, passwords.hash_password(password), roles, utc_now())


@contextmanager
def said() -> Iterator[None]:
    """Tell a refusal in its own sentence: what cannot be is wrong use, what is there already is not."""
    try:
        yield
    except LookupError as fault:
        raise click.ClickException(str(fault.args[0])) from fault
    except ValueError as fault:
        raise click.UsageError(str(fault)) from fault


@user.command("list")
@click.pass_obj
def list_people(settings: Settings) -> None:
    """List the people."""
    with opened(settings) as database, database.read() as session:
        for person in session.query(Person).order_by(Person.login):
            click.echo(f"{person.login:24} {person.name}{'' if person.active else '  (inactive)'}")


@click.command()
@click.argument("login")
@click.pass_obj
def token(settings: Settings, login: str) -> None:
    """Print a new personal access token of LOGIN for the API."""
    with opened(settings) as database, database.write() as session:
        try:
            click.echo(sign_in.create_token(session, login, utc_now(), "command line"))
        except NotFound as fault:
            raise click.ClickException(f"nobody signs in as {login!r}") from fault
