"""`approvals db`, `user` and `token`."""

import click

from models import Database, Person
from models.migrate import upgrade as migrate
from webapp.config import Settings
from webapp.program import utc_now
from webapp.services import people, processes, sign_in


@click.group()
def db() -> None:
    """The database."""


@db.command()
@click.pass_obj
def upgrade(settings: Settings) -> None:
    """Bring tables and shipped processes to this version."""
    database = Database(settings.database_url)
    migrate(database)
    with database.write() as session:
        for line in processes.register(session, utc_now()):
            click.echo(line)


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
    try:
        with Database(settings.database_url).write() as session:
            people.add(session, login, name, email, sign_in.hash_password(password), roles, utc_now())
    except ValueError as fault:
        raise click.ClickException(str(fault)) from fault


@user.command("list")
@click.pass_obj
def list_people(settings: Settings) -> None:
    """List the people."""
    with Database(settings.database_url).read() as session:
        for person in session.query(Person).order_by(Person.login):
            click.echo(f"{person.login:24} {person.name}{'' if person.active else '  (inactive)'}")


@click.command()
@click.argument("login")
@click.pass_obj
def token(settings: Settings, login: str) -> None:
    """Print a new personal access token of LOGIN for the API."""
    with Database(settings.database_url).write() as session:
        person = session.query(Person).filter_by(login=login).one_or_none()
        if person is None:
            raise click.ClickException(f"nobody signs in as {login!r}")
        click.echo(sign_in.create_token(session, person, "command line", utc_now()))
