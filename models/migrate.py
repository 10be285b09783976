"""Migrations, run in one transaction through the engine that the program uses."""

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext

from models.base import Base
from models.database import Database
from models.revision import FOLDER
from models.search import is_of_models


def config() -> Config:
    """Alembic's configuration; needs no .ini file."""
    made = Config()
    made.set_main_option("script_location", str(FOLDER).replace("%", "%%"))
    return made


def upgrade(database: Database, target: str = "head") -> None:
    """Bring the tables to `target`. Nothing is changed where a migration fails."""
    with database.engine.begin() as connection:
        made = config()
        made.attributes["connection"] = connection
        command.upgrade(made, target)


def differences(database: Database) -> list[object]:
    """What the tables of the database lack against the models (a test demands: nothing)."""
    with database.engine.connect() as connection:
        options = {"compare_type": True, "include_object": is_of_models}
        return list(compare_metadata(MigrationContext.configure(connection, opts=options), Base.metadata))
