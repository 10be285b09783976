"""Database sessions of a web request: one for reading, opened when first asked for; one transaction per action."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

from flask import Flask, g
from sqlalchemy.orm import Session

from webapp.program import program


def reading() -> Session:
    """Return the request's reading session, opened at its first use and rolled back at the request's end."""
    if "reading" not in g:
        g.reading_stack = ExitStack()
        g.reading = g.reading_stack.enter_context(program().database.read())
    session: Session = g.reading
    return session


@contextmanager
def writing() -> Iterator[Session]:
    """One action's transaction: committed at the end of the block, rolled back when anything is raised in it.

    The reading session is closed first, so that what is shown afterwards is what the action left behind.
    """
    stop_reading()
    with program().database.write() as session:
        yield session


def stop_reading(_fault: BaseException | None = None) -> None:
    """Close the reading session, where there is one."""
    stack: ExitStack | None = g.pop("reading_stack", None)
    g.pop("reading", None)
    if stack is not None:
        stack.close()


def init_app(app: Flask) -> None:
    """Close what a request has opened when it ends."""
    app.teardown_appcontext(stop_reading)
