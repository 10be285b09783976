"""Fresh databases of both kinds. A test that asks for `database` or `database_url` runs on SQLite and on PostgreSQL.

A template is built once per worker and copied for each test (SQLite: a file, PostgreSQL: `CREATE DATABASE … TEMPLATE`).
A fixture of rows that many tests share is a template of its own:

    @pytest.fixture
    def company(backend: Backend) -> Iterator[Database]:
        backend.ensure("company", lambda url: fill(url), base="migrated")
        with backend.fresh("company") as url: …
"""

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import Protocol

import pytest

from models.database import Database
from models.migrate import upgrade
from tests.postgres import Cluster, PostgresMissing

EMPTY = "empty"
MIGRATED = "migrated"
Build = Callable[[str], None]


class Backend(Protocol):
    """One kind of database, with templates that are copied."""

    name: str

    def ensure(self, template: str, build: Build, *, base: str = EMPTY) -> None:
        """Have `template`: a copy of `base` on whose address `build` was called once. `build` leaves none open."""

    def fresh(self, template: str) -> "Fresh":
        """A copy of `template`, gone at the end of the `with`; gives its address."""


class Fresh(Protocol):
    def __enter__(self) -> str: ...
    def __exit__(self, *error: object) -> bool | None: ...


class Sqlite:
    name = "sqlite"

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._numbers = count(1)
        self._templates: set[str] = set()
        self._file(EMPTY).touch()

    def _file(self, name: str) -> Path:
        return self.folder / f"{name}.db"

    def ensure(self, template: str, build: Build, *, base: str = EMPTY) -> None:
        if template not in self._templates:
            shutil.copy(self._file(base), self._file(template))
            build(f"sqlite:///{self._file(template)}")
            self._templates.add(template)

    @contextmanager
    def fresh(self, template: str) -> Iterator[str]:
        copy = self._file(f"{template}-{next(self._numbers)}")
        shutil.copy(self._file(template), copy)
        try:
            yield f"sqlite:///{copy}"
        finally:
            for each in self.folder.glob(f"{copy.name}*"):
                each.unlink()


class Postgres:
    name = "postgresql"

    def __init__(self, cluster: Cluster) -> None:
        self.cluster = cluster
        self._numbers = count(1)
        self._templates: set[str] = set()
        self._create(EMPTY, "template0")

    def _create(self, name: str, template: str) -> None:
        self.cluster.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}" STRATEGY FILE_COPY')

    def _drop(self, name: str) -> None:
        self.cluster.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')

    def ensure(self, template: str, build: Build, *, base: str = EMPTY) -> None:
        if template not in self._templates:
            self._drop(template)
            self._create(template, base)
            build(self.cluster.url(template))
            self._templates.add(template)

    @contextmanager
    def fresh(self, template: str) -> Iterator[str]:
        copy = f"{template}_{next(self._numbers)}"
        self._create(copy, template)
        try:
            yield self.cluster.url(copy)
        finally:
            self._drop(copy)


def migrate(url: str) -> None:
    """Bring the database at `url` to the newest tables."""
    database = Database(url)
    try:
        upgrade(database)
    finally:
        database.close()


@pytest.fixture(scope="session")
def sqlite(tmp_path_factory: pytest.TempPathFactory) -> Backend:
    """SQLite alone, for a test whose subject is not the database."""
    made = Sqlite(tmp_path_factory.mktemp("sqlite"))
    made.ensure(MIGRATED, migrate)
    return made


@pytest.fixture(scope="session")
def postgresql() -> Iterator[Backend]:
    """PostgreSQL alone. Fails, and does not skip, where its programs are missing."""
    try:
        with Cluster() as cluster:
            made = Postgres(cluster)
            made.ensure(MIGRATED, migrate)
            yield made
    except PostgresMissing as missing:
        pytest.fail(str(missing), pytrace=False)


@pytest.fixture(scope="session", params=["sqlite", "postgresql"])
def backend(request: pytest.FixtureRequest) -> Backend:
    """Both kinds, one after the other."""
    made: Backend = request.getfixturevalue(request.param)
    return made


@pytest.fixture
def database_url(backend: Backend) -> Iterator[str]:
    """The address of a fresh database with all tables and no rows, of both kinds."""
    with backend.fresh(MIGRATED) as url:
        yield url


@pytest.fixture
def empty_database_url(backend: Backend) -> Iterator[str]:
    """The address of a fresh database without tables, of both kinds."""
    with backend.fresh(EMPTY) as url:
        yield url


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    """A fresh database with all tables and no rows, of both kinds."""
    made = Database(database_url)
    yield made
    made.close()


@pytest.fixture
def sqlite_database(sqlite: Backend) -> Iterator[Database]:
    """The same on SQLite alone."""
    with sqlite.fresh(MIGRATED) as url:
        made = Database(url)
        yield made
        made.close()
