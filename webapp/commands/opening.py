"""The database of a command: there and at this version, or one sentence that says what to do."""

from collections.abc import Iterator
from contextlib import closing, contextmanager

import click
from sqlalchemy import make_url
from sqlalchemy.exc import SQLAlchemyError

from models import Database
from models.revision import is_current
from webapp.config import Settings

MAKE_IT = "`approvals db upgrade` makes it. The demo company's lies in the demo folder: APPROVALS_DATA_DIR=data/demo"


@contextmanager
def opened(settings: Settings) -> Iterator[Database]:
    """Open the database for a command. Raises click.ClickException where there is none, or one of another version.

    Nothing is made: SQLite would leave an empty file behind.
    """
    url = make_url(settings.database_url)
    if url.get_backend_name() == "sqlite" and not settings.database_file.is_file():
        raise click.ClickException(f"there is no database at {settings.database_file}. {MAKE_IT}.")
    with closing(Database(settings.database_url)) as database:
        if not is_current(database):
            raise click.ClickException("the database is not at this version: run `approvals db upgrade` first.")
        yield database


def unreachable(fault: SQLAlchemyError) -> str:
    """Return a database's fault as one sentence."""
    cause = str(getattr(fault, "orig", None) or fault).strip().splitlines()
    return f"the database cannot be used: {cause[0] if cause else type(fault).__name__}"
