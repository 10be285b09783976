"""The demo company's data, made once; the server that runs on them needs nothing of this."""

import time
from datetime import datetime, timedelta
from pathlib import Path

import click

from models import Database
from models.migrate import upgrade
from webapp.demo import company
from webapp.demo.story import Story
from webapp.services import papers, shipped

__all__ = ["found", "upgrade"]

QUIET, EVERY = timedelta(minutes=10), timedelta(seconds=40)
"""What the story has closed is printed and stored one by one, once whoever tries the program has looked around."""


def found(database: Database, now: datetime, files: Path) -> None:
    """Write the company and what happened in it until now into a migrated, empty database; its files into `files`."""
    begun = time.monotonic()
    click.echo("Founding the demo company, with half a year of requests: this takes about a minute, once.")
    with database.write() as session:
        shipped.register(session, now - Story.SPAN)
        company.found(session, now - Story.SPAN)
    Story(database, now, files).tell()
    with database.write() as session:
        papers.spread(session, now + QUIET, EVERY)
    click.echo(f"The demo company is founded ({time.monotonic() - begun:.0f} s).")
