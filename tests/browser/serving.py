"""The program on a free port of this machine, in a thread, for a browser."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from flask import Flask
from waitress.server import create_server

from tests.benchmarks.ports import free_port
from webapp import create_app
from webapp.config import Settings


@contextmanager
def serving(settings: Settings) -> Iterator[str]:
    """Serve what these settings make; gives the address."""
    with serving_app(create_app(settings)) as home:
        yield home


@contextmanager
def serving_app(app: Flask) -> Iterator[str]:
    """Serve as `approvals serve` does; gives the address."""
    port = free_port()
    server = create_server(app, host="127.0.0.1", port=port, threads=8)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        server.close()
        thread.join(timeout=5)
