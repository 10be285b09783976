"""The command line: `approvals …`. Exit codes: 0 fine, 1 found something wrong, 2 wrong use."""

from importlib import import_module
from typing import Any

import click

from webapp import config

COMMANDS = {
    "demo": "serving",
    "serve": "serving",
    "worker": "serving",
    "db": "data",
    "user": "data",
    "token": "data",
    "process": "process",
    "doctor": "trust",
    "verify": "trust",
    "papers": "trust",
}
"""The module of each command below `webapp.commands`: a server need not load what migrates a database."""


class Commands(click.Group):
    """A group whose commands are loaded when they are asked for."""

    def list_commands(self, _ctx: click.Context) -> list[str]:
        """Return the names, as the help shows them."""
        return list(COMMANDS)

    def get_command(self, _ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return a command, or None where there is none of that name."""
        if cmd_name not in COMMANDS:
            return None
        found: click.Command = getattr(import_module(f"webapp.commands.{COMMANDS[cmd_name]}"), cmd_name)
        return found

    def invoke(self, ctx: click.Context) -> Any:
        """Run a command; what the machine refuses is told in one sentence, never as a traceback."""
        try:
            return super().invoke(ctx)
        except OSError as fault:
            place = f"{fault.filename}: " if fault.filename else ""
            raise click.ClickException(f"{place}{fault.strerror or fault}") from fault
        except Exception as fault:
            if not type(fault).__module__.startswith("sqlalchemy.") or isinstance(fault, Warning):
                raise
            raise click.ClickException(import_module("webapp.commands.opening").unreachable(fault)) from fault


@click.group(cls=Commands)
@click.version_option(package_name="approvals")
@click.pass_context
def main(context: click.Context) -> None:
    """Approvals: processes by diagram, an inbox for everyone."""
    try:
        context.obj = config.load()
    except config.SettingsError as fault:
        raise click.UsageError(str(fault)) from fault
