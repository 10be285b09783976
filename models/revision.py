"""Which migration a database has. A server that starts asks no more than this, and needs no Alembic for it."""

from pathlib import Path

from sqlalchemy import inspect, text

from models.database import Database

FOLDER = Path(__file__).parent / "migrations"


def newest() -> str:
    """The newest migration's revision: what its file's name begins with."""
    return max(path.name for path in (FOLDER / "versions").glob("[0-9]*.py")).partition("_")[0]


def is_current(database: Database) -> bool:
    """Whether the database has the newest migration."""
    with database.engine.connect() as connection:
        if not inspect(connection).has_table("alembic_version"):
            return False
        return bool(connection.scalar(text("SELECT version_num FROM alembic_version")) == newest())
