"""`approvals process`: the folders that make a process, checked, listed, exported and imported."""

from pathlib import Path

import click

from models import ProcessVersion
from webapp.commands.opening import opened
from webapp.config import Settings
from webapp.program import utc_now
from webapp.services import processes, shipped
from webapp.services.errors import NotFound


@click.group()
def process() -> None:
    """Processes: diagrams, forms and settings."""


@process.command()
@click.argument("slug", required=False)
def check(slug: str | None) -> None:
    """Say what is missing or wrong in the folders of SLUG, or of all."""
    faults = [(name, fault) for name in ([slug] if slug else shipped.slugs()) for fault in shipped.check(name)]
    for name, fault in faults:
        click.echo(f"{name}: {fault}")
    if faults:
        raise SystemExit(1)


@process.command("list")
@click.pass_obj
def list_versions(settings: Settings) -> None:
    """List the versions in the database."""
    with opened(settings) as database, database.read() as session:
        for version in session.query(ProcessVersion).order_by(ProcessVersion.key, ProcessVersion.number):
            click.echo(f"{version.key:24} {version.number:4}  {version.origin.value:8} {version.bundle_hash[:12]}")


@process.command("export")
@click.argument("key")
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False))
@click.pass_obj
def export_bundle(settings: Settings, key: str, folder: Path) -> None:
    """Write the files of KEY's current version into FOLDER."""
    with opened(settings) as database, database.read() as session:
        try:
            files = processes.current(session, key, utc_now()).bundle.files
        except NotFound as fault:
            raise click.ClickException(f"there is no process {key!r}; `approvals process list` names them.") from fault
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in files.items():
        (folder / name).write_bytes(content)
        click.echo(folder / name)


@process.command("import")
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False, exists=True))
@click.option("--by", "login", required=True, help="who releases it")
@click.pass_obj
def import_bundle(settings: Settings, folder: Path, login: str) -> None:
    """Publish the files in FOLDER as an owner's new version; a bad bundle changes nothing."""
    try:
        with opened(settings) as database, database.write() as session:
            version = processes.publish(session, folder, login, utc_now())
    except ValueError as fault:
        raise click.ClickException(str(fault)) from fault
    click.echo(version or "nothing has changed; there is no new version")
