"""What is cleared away once a day: files that nobody used."""

from datetime import datetime, timedelta
from pathlib import Path

import structlog

from models import Database
from webapp.services import attachments

log = structlog.get_logger()
EVERY = timedelta(days=1)


class Housekeeping:
    """Clears away what is not needed, at most once a day in this program."""

    def __init__(self, database: Database, files: Path) -> None:
        self.database = database
        self.files = files
        self.last: datetime | None = None

    def tidy(self, now: datetime) -> bool:
        """Clear away where the last time was a day ago; return whether it was."""
        if self.last is not None and now < self.last + EVERY:
            return False
        self.last = now
        with self.database.write() as session:
            rows = attachments.purge(session, now)
        with self.database.read() as session:
            files = attachments.sweep(session, self.files, now)
        log.info("tidied", unused=rows, files=files)
        return True
