"""The command line: `approvals …`. Exit codes: 0 fine, 1 found something wrong, 2 wrong use."""

import click

from webapp import config
from webapp.commands.data import db, token, user
from webapp.commands.process import process
from webapp.commands.serving import demo, serve, worker
from webapp.commands.trust import doctor, verify


@click.group()
@click.version_option(package_name="approvals")
@click.pass_context
def main(context: click.Context) -> None:
    """Approvals: processes by diagram, an inbox for everyone."""
    try:
        context.obj = config.load()
    except config.SettingsError as fault:
        raise click.UsageError(str(fault)) from fault


for command in (demo, serve, worker, db, process, user, token, doctor, verify):
    main.add_command(command)
