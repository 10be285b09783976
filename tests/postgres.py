"""A real PostgreSQL server of the test run's own: on a Unix socket, in a temporary folder, gone with its starter."""

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from pathlib import Path
from types import TracebackType
from typing import Self

import psycopg

USER = "postgres"
#: Nothing needs to survive a power cut here; no TCP port, so that runs side by side do not meet.
OPTIONS = ("-F", "-c", "full_page_writes=off", "-c", "listen_addresses=", "-c", "max_connections=60")
START_SECONDS = 60


class PostgresMissing(RuntimeError):
    """No PostgreSQL server programs on this machine; the message says how to get them."""


def programs() -> Path:
    """The folder of the newest initdb. Raises PostgresMissing."""
    debian = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda found: int(found.parts[-3]))
    on_path = shutil.which("initdb")
    if not debian and not on_path:
        raise PostgresMissing("PostgreSQL is missing: apt-get install postgresql (`make test` does it where it may)")
    return debian[-1].parent if debian else Path(str(on_path)).resolve().parent


def as_server_user() -> list[str]:
    """What to put before a server command: initdb refuses root, and the server is to die with this process."""
    if not shutil.which("setpriv"):
        return []
    drop = [f"--reuid={USER}", f"--regid={USER}", "--clear-groups"] if os.getuid() == 0 else []
    return ["setpriv", *drop, "--pdeathsig=INT"]


class Cluster:
    """`with Cluster() as cluster:` has a running server; `url(name)` addresses one of its databases."""

    def __init__(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="approvals-pg-"))
        self.data = self.folder / "data"
        self._server: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        try:
            self._make()
            self._start()
        except BaseException:
            self.stop()
            raise
        return self

    def __exit__(self, kind: type[BaseException] | None, value: BaseException | None, at: TracebackType | None) -> None:
        self.stop()

    def _make(self) -> None:
        if os.getuid() == 0:
            owner = pwd.getpwnam(USER)
            os.chown(self.folder, owner.pw_uid, owner.pw_gid)
        layout = ["-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "-N", "-U", USER, "-D", str(self.data)]
        made = subprocess.run(
            [*as_server_user(), str(programs() / "initdb"), *layout],
            cwd=self.folder, capture_output=True, text=True, check=False,
        )  # fmt: skip
        if made.returncode:
            raise RuntimeError(f"initdb failed: {made.stderr}")

    def _start(self) -> None:
        command = [
            *as_server_user(),
            str(programs() / "postgres"),
            "-D",
            str(self.data),
            "-k",
            str(self.folder),
            *OPTIONS,
        ]
        with (self.folder / "log").open("wb") as log:
            self._server = subprocess.Popen(command, cwd=self.folder, stdout=log, stderr=log)
        deadline = time.monotonic() + START_SECONDS
        while not self._answers():
            if self._server.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError(f"PostgreSQL did not start: {(self.folder / 'log').read_text()}")
            time.sleep(0.05)

    def _answers(self) -> bool:
        try:
            self.execute("SELECT 1")
        except psycopg.OperationalError:
            return False
        return True

    def execute(self, statement: str) -> None:
        """Run one statement outside a transaction, as CREATE DATABASE demands."""
        with psycopg.connect(host=str(self.folder), user=USER, dbname="postgres", autocommit=True) as connection:
            connection.execute(statement.encode())

    def url(self, database: str) -> str:
        """The SQLAlchemy address of one database of this server."""
        return f"postgresql+psycopg://{USER}@/{database}?host={self.folder}"

    def stop(self) -> None:
        """End the server, whoever is still connected, and remove its files."""
        if self._server is not None:
            self._server.send_signal(signal.SIGINT)
            try:
                self._server.wait(20)
            except subprocess.TimeoutExpired:
                self._server.kill()
                self._server.wait()
        shutil.rmtree(self.folder, ignore_errors=True)
