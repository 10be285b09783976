"""`approvals demo`, `serve` and `worker`."""

import errno
import fcntl
import shutil
import socket
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import click
import waitress

from models import Database
from models.revision import is_current
from webapp import create_app
from webapp.commands.opening import opened
from webapp.config import Settings, complete
from webapp.demo import PASSWORD
from webapp.jobs.housekeeping import Housekeeping
from webapp.jobs.runner import Runner
from webapp.jobs.scanner import Scanner
from webapp.program import utc_now
from webapp.services import shipped

SIGN_INS = "site.staff site.rep bu.planner bu.supervisor bu.manager prod.planner warehouse buyer site.keeper admin"
MARK = "demo-is-whole"
PORTS = click.IntRange(1, 65535)
FILES_OF_DEMO = ("approvals.db", "approvals.db-wal", "approvals.db-shm", MARK)


def run(settings: Settings, host: str, port: int) -> None:
    """Serve until stopped: one process, 8 threads, with the due-time scan and the background work beside it."""
    with opened(settings) as database, in_use(settings):
        door = _listening(host, port)
        app = create_app(replace(settings, served_at=f"http://{host}:{port}"))
        _scanner(settings, database).start()
        Runner(app).start()
        waitress.serve(app, sockets=[door], threads=8, ident=None)


def _listening(host: str, port: int) -> socket.socket:
    try:
        return socket.create_server((host, port), family=socket.AF_INET6 if ":" in host else socket.AF_INET)
    except OSError as fault:
        if fault.errno != errno.EADDRINUSE:
            raise
        told = f"port {port} is in use already; choose another one: --port …, or make demo PORT=…"
        raise click.ClickException(told) from fault


@contextmanager
def in_use(settings: Settings, *, alone: bool = False) -> Iterator[None]:
    """Say that this program works on the data folder until the end. Any number may; `alone` only where nobody does.

    The system lets go of the lock when the program ends, however it ends.
    """
    with (settings.data_dir / "in-use.lock").open("w") as file:
        try:
            fcntl.flock(file, (fcntl.LOCK_EX if alone else fcntl.LOCK_SH) | fcntl.LOCK_NB)
        except BlockingIOError as fault:
            raise click.ClickException(f"a program is working on {settings.data_dir}: stop it first.") from fault
        yield


def _scanner(settings: Settings, database: Database) -> Scanner:
    return Scanner(database, utc_now, housekeeping=Housekeeping(database, settings))


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", type=PORTS, default=8000, show_default=True)
@click.pass_obj
def serve(settings: Settings, host: str, port: int) -> None:
    """Serve the pages and the API."""
    run(settings, host, port)


@click.command()
@click.option("--once", is_flag=True, help="look once and exit")
@click.pass_obj
def worker(settings: Settings, once: bool) -> None:
    """Look for what is due and do background work, on any machine that shares database and data folder."""
    with opened(settings) as database, in_use(settings):
        scanner, runner = _scanner(settings, database), Runner(create_app(settings))
        if once:
            click.echo(f"{scanner.once()} fired, {runner.drain()} jobs done")
        else:
            scanner.start()
            runner.run()


@click.command()
@click.option("--prepare", is_flag=True, help="make the data and exit")
@click.option("--reset", is_flag=True, help="throw the demo's data away and start over")
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", type=PORTS, default=8000, show_default=True)
@click.pass_obj
def demo(settings: Settings, prepare: bool, reset: bool, host: str, port: int) -> None:
    """Serve the demo company on SQLite; its data are made at the first start and kept."""
    settings = demo_settings(settings)
    if reset:
        with in_use(settings, alone=True):
            forget(settings)
    ready(settings, datetime.now(UTC))
    if prepare:
        return
    click.echo(f"\n  http://{host}:{port}\n\n  password of all: {PASSWORD}\n  sign in as: {SIGN_INS}\n")
    run(settings, host, port)


def demo_settings(settings: Settings) -> Settings:
    """The settings of the demo: a folder of its own, always SQLite."""
    values = vars(settings) | {"data_dir": settings.data_dir / "demo", "database_url": ""}
    return complete(Settings(**values))


def forget(settings: Settings) -> None:
    """Remove the demo's database and files; nothing else lies in its folder but the secret key."""
    for name in FILES_OF_DEMO:
        (settings.data_dir / name).unlink(missing_ok=True)
    for folder in (settings.files_dir, settings.outputs_dir, settings.papers_dir):
        shutil.rmtree(folder, ignore_errors=True)


def ready(settings: Settings, now: datetime) -> None:
    """Make the demo's data where they are missing. A half-made company (the power went) is made anew."""
    mark = Path(settings.data_dir) / MARK
    if not mark.exists():
        with in_use(settings, alone=True):
            forget(settings)
    with closing(Database(settings.database_url)) as database:
        if not mark.exists() or not is_current(database):
            _prepare(database, now, settings.files_dir if not mark.exists() else None)
            mark.touch()
        with database.write() as session:
            shipped.register(session, now)


def _prepare(database: Database, now: datetime, files: Path | None) -> None:
    from webapp.commands import founding  # a start over data that are there needs none of what it imports

    founding.upgrade(database)
    if files is not None:
        founding.found(database, now, files)
