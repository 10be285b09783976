"""The desk where forms are handed in for printing: one worker process, started late, replaced when it fails."""

import json
import math
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from webapp.printing.fonts import FONTS
from webapp.printing.frames import DONE, NOT_INSTALLED, TOLD, TOO_LARGE, read_frame, write_frame
from webapp.printing.printed import Printed
from webapp.services.errors import Busy, Problem

INSTALL = "apt-get install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 (macOS: brew install pango)"


class PrintUnavailable(Busy):
    """No form can be printed on this machine: WeasyPrint's system libraries or the fonts are missing."""

    def __init__(self, cause: str) -> None:
        super().__init__("print_unavailable", install=INSTALL, cause=cause)


class PrintFailed(Busy):
    """This form could not be printed: longer than one print may take, or a fault of ours."""


class PrintTooLarge(Problem):
    """This form needs more memory than one print may have: trying again is of no use."""


@dataclass
class Desk:
    """One worker for one web process.

    `seconds`: of processor time that one print may take, and twice that by the clock; `memory`: bytes of address
    space; `waiting`: how many prints may be in hand or wait, more are told to come back; `nice`: added to the worker's
    niceness, for work that nobody waits for.
    """

    seconds: float = 60
    memory: int = 1_500_000_000
    waiting: int = 4
    nice: int = 0
    fonts: Path = FONTS
    idle: float = 120
    _worker: subprocess.Popen[bytes] | None = None
    _turn: threading.Lock = field(default_factory=threading.Lock)

    def __post_init__(self) -> None:
        self._room = threading.BoundedSemaphore(self.waiting)

    def make(self, job: Mapping[str, Any]) -> Printed:
        """Return the print of `job`.

        Raises PrintUnavailable, PrintFailed, PrintTooLarge, or Busy while too many wait or the desk is taken too long.
        """
        if not self._room.acquire(blocking=False):
            raise Busy("print_busy")
        try:
            return self._in_turn(json.dumps(job, ensure_ascii=False).encode())
        finally:
            self._room.release()

    def close(self) -> None:
        """Stop the worker."""
        worker, self._worker = self._worker, None
        if worker is not None:
            worker.kill()
            worker.wait()
            for pipe in (worker.stdin, worker.stdout):
                if pipe is not None:
                    pipe.close()

    def _in_turn(self, job: bytes) -> Printed:
        if not self._turn.acquire(timeout=2 * self.seconds):
            raise Busy("print_busy")
        try:
            return self._print(job)
        finally:
            self._turn.release()

    def _print(self, job: bytes) -> Printed:
        answer = self._ask(job) if self._alive() else None
        if answer is None:  # none yet, or it had gone home while idle
            self._start()
            answer = self._ask(job)
        if answer is None:
            raise PrintFailed("print_failed", cause="the worker ended before it began")
        told, (kind, content) = answer
        if kind == DONE:
            return Printed(content, **{**told, "missing": tuple(told["missing"])})
        if kind == NOT_INSTALLED:
            raise PrintUnavailable(content.decode())
        if kind == TOO_LARGE:
            self.close()  # what it holds is not given back
            raise PrintTooLarge("print_too_large")
        raise PrintFailed("print_failed", cause=content.decode())

    def _alive(self) -> bool:
        return self._worker is not None and self._worker.poll() is None

    def _start(self) -> None:
        self.close()
        limits = {"memory": self.memory, "seconds": math.ceil(self.seconds), "idle": self.idle, "nice": self.nice}
        told = [word for name, value in limits.items() for word in (f"--{name}", str(value))]
        command = [sys.executable, "-m", "webapp.printing.worker", *told, "--fonts", str(self.fonts)]
        self._worker = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=_environment())

    def _ask(self, job: bytes) -> tuple[dict[str, Any], tuple[int, bytes]] | None:
        """What the worker tells and answers; None where it had ended in peace before it took the job.

        Raises PrintFailed where the time was up, PrintTooLarge where it died over the job.
        """
        worker, stopped = self._worker, threading.Event()
        assert worker is not None
        assert worker.stdin is not None
        assert worker.stdout is not None
        clock = threading.Timer(2 * self.seconds, _stop, (worker, stopped))
        clock.start()
        try:
            write_frame(worker.stdin, 0, job)
            first = read_frame(worker.stdout)
            told = json.loads(first[1]) if first and first[0] == TOLD else {}
            answer = read_frame(worker.stdout) if told else first
        except (BrokenPipeError, ConnectionResetError):
            told, answer = {}, None
        finally:
            clock.cancel()
        if answer is None:
            self._died(worker, stopped.is_set())
            return None
        return told, answer

    def _died(self, worker: subprocess.Popen[bytes], stopped: bool) -> None:
        """Say why there is no answer; nothing where the worker had gone home."""
        code = worker.wait()
        self.close()
        if stopped or code == -signal.SIGXCPU:
            raise PrintFailed("print_too_long", seconds=round(self.seconds))
        if code != 0:  # Pango gives up by a signal when it gets no more memory
            raise PrintTooLarge("print_too_large")


def _stop(worker: subprocess.Popen[bytes], stopped: threading.Event) -> None:
    stopped.set()
    worker.kill()


def _environment() -> dict[str, str]:
    """The worker's environment: without the program's settings, which hold its secrets."""
    return {name: value for name, value in os.environ.items() if not name.startswith("APPROVALS_")}
