"""What is cleared away once a day: files that nobody used, exports that were kept long enough."""

from datetime import datetime, timedelta

import structlog

from models import Database
from webapp.config import Settings
from webapp.services import attachments, outputs

log = structlog.get_logger()
EVERY = timedelta(days=1)


class Housekeeping:
    """Clears away what is not needed, at most once a day in this program."""

    def __init__(self, database: Database, settings: Settings) -> None:
        self.database = database
        self.settings = settings
        self.last: datetime | None = None

    def tidy(self, now: datetime) -> bool:
        """Clear away where the last time was a day ago; return whether it was."""
        if self.last is not None and now < self.last + EVERY:
            return False
        self.last = now
        with self.database.write() as session:
            unused = attachments.purge(session, now)
            old = outputs.purge(session, timedelta(days=self.settings.output_days), now)
        with self.database.read() as session:
            files = attachments.sweep(session, self.settings.files_dir, now)
            files += outputs.sweep(session, self.settings.outputs_dir)
        log.info("tidied", unused=unused, old=old, files=files)
        return True
