"""The due-time scan: deadlines and diagram timers, in a thread of the server or in a process of its own.

Between two looks the daily housekeeping has its turn.
"""

import threading
from collections.abc import Callable
from datetime import datetime

import structlog
from sqlalchemy.exc import SQLAlchemyError

from models import Database
from webapp.jobs.housekeeping import Housekeeping
from webapp.services import timers

log = structlog.get_logger()
EVERY = 30.0  # seconds between two looks


class Scanner:
    """Looks for what is due until stopped. Any number may run: a timer fires once."""

    def __init__(
        self,
        database: Database,
        clock: Callable[[], datetime],
        every: float = EVERY,
        housekeeping: Housekeeping | None = None,
    ) -> None:
        self.database = database
        self.clock = clock
        self.every = every
        self.housekeeping = housekeeping
        self.stopping = threading.Event()

    def start(self) -> threading.Thread:
        """Run in a thread that ends with the program."""
        thread = threading.Thread(target=self.run, name="due-time scan", daemon=True)
        thread.start()
        return thread

    def run(self) -> None:
        """Scan until `stop` is called. A database that is away is waited for, and no fault ends the thread."""
        while not self.stopping.is_set():
            try:
                self.once()
                if self.housekeeping is not None:
                    self.housekeeping.tidy(self.clock())
            except Exception as fault:
                log.error("scan failed", fault=str(fault), exc_info=not isinstance(fault, SQLAlchemyError))
            self.stopping.wait(self.every)

    def once(self) -> int:
        """Fire what is due now, batch by batch, and return how many timers fired."""
        fired = 0
        while True:
            with self.database.write() as session:
                batch = timers.scan(session, self.clock())
            fired += batch
            if not batch:
                return fired

    def stop(self) -> None:
        self.stopping.set()
