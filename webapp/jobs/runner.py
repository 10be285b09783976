"""The thread or process that runs background tasks, one after another, each at least once."""

from __future__ import annotations

import threading
from collections.abc import Mapping

import structlog
from flask import Flask
from sqlalchemy.exc import SQLAlchemyError

from webapp.jobs.running import Held
from webapp.jobs.tasks import TASKS, Task
from webapp.program import EXTENSION, Program
from webapp.services import jobs
from webapp.services.jobs import Taken

log = structlog.get_logger()
EVERY = 1.0  # seconds between two looks when there is nothing to do


class Runner:
    """Runs tasks until stopped. Any number may run: each job is taken by one of them."""

    def __init__(self, app: Flask, every: float = EVERY, tasks: Mapping[str, Task] = TASKS) -> None:
        self.app = app
        self.program: Program = app.extensions[EXTENSION]
        self.every = every
        self.tasks = tasks
        self.stopping = threading.Event()

    def start(self) -> threading.Thread:
        """Run in a thread that ends with the program."""
        thread = threading.Thread(target=self.run, name="background work", daemon=True)
        thread.start()
        return thread

    def run(self) -> None:
        """Work until `stop` is called. A database that is away is waited for, and no fault ends the thread."""
        while not self.stopping.is_set():
            try:
                busy = self.once()
            except Exception as fault:
                log.error("background work failed", fault=str(fault), exc_info=not isinstance(fault, SQLAlchemyError))
                busy = False
            if not busy:
                self.stopping.wait(self.every)

    def once(self) -> bool:
        """Take one job that is due and run it; return whether there was one."""
        with self.program.database.read() as session:
            if not jobs.due(session, self.program.clock()):
                return False
        with self.program.database.write() as session:
            taken = jobs.take(session, self.program.clock())
        if taken is None:
            return False
        with self.app.app_context():
            self._run(taken)
        return True

    def drain(self) -> int:
        """Run all that is due and return how many jobs that were."""
        ran = 0
        while self.once():
            ran += 1
        return ran

    def _run(self, taken: Taken) -> None:
        task = self.tasks.get(taken.task)
        try:
            if task is None:
                raise LookupError(f"no task is called {taken.task!r}")
            task.run(taken.args, Held(taken.tries, lambda: self._hold(taken)))
        except Exception as fault:
            log.error("task failed", task=taken.task, job=taken.id, tries=taken.tries, exc_info=fault)
            self._failed(taken, task, fault)
        else:
            with self.program.database.write() as session:
                jobs.done(session, taken)

    def _failed(self, taken: Taken, task: Task | None, fault: Exception) -> None:
        with self.program.database.write() as session:
            over = jobs.failed(session, taken, fault, self.program.clock(), final=task is None)
        if over and task is not None:
            task.failed(taken.args)

    def _hold(self, taken: Taken) -> None:
        with self.program.database.write() as session:
            jobs.hold(session, taken, self.program.clock())

    def stop(self) -> None:
        self.stopping.set()
