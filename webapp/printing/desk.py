"""The desk where forms are handed in for printing: one worker process, started late, replaced when it fails."""

import json
import subprocess
import sys
import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from webapp.printing.fonts import FONTS
from webapp.printing.frames import DONE, NOT_INSTALLED, read_frame, write_frame
from webapp.services.errors import Busy

INSTALL = "apt-get install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 (macOS: brew install pango)"


class PrintUnavailable(Busy):
    """No form can be printed on this machine: WeasyPrint's system libraries or the fonts are missing."""

    def __init__(self, cause: str) -> None:
        super().__init__("print_unavailable", install=INSTALL, cause=cause)


class PrintFailed(Busy):
    """This form could not be printed: longer than one print may take, or a fault of ours."""

    def __init__(self, reason: str, **params: Any) -> None:
        super().__init__(reason, **params)


@dataclass
class Desk:
    """One worker for one web process. `seconds`: how long one print may take; `memory`: bytes of address space."""

    seconds: float = 60
    memory: int = 1_500_000_000
    fonts: Path = FONTS
    idle: float = 120
    _worker: subprocess.Popen[bytes] | None = None
    _turn: threading.Lock = field(default_factory=threading.Lock)

    def pdf(self, job: Mapping[str, Any]) -> bytes:
        """Return the PDF of `job`. Raises PrintUnavailable, PrintFailed, or Busy while the desk is taken too long."""
        if not self._turn.acquire(timeout=self.seconds):
            raise Busy("print_busy")
        try:
            return self._print(json.dumps(job, ensure_ascii=False).encode())
        finally:
            self._turn.release()

    def close(self) -> None:
        """Stop the worker."""
        worker, self._worker = self._worker, None
        if worker is not None:
            worker.kill()
            worker.wait()
            for pipe in (worker.stdin, worker.stdout):
                if pipe is not None:
                    pipe.close()

    def _print(self, job: bytes) -> bytes:
        answer = self._ask(job) if self._alive() else None
        if answer is None:  # none yet, or it had gone home while idle
            self._start()
            answer = self._ask(job)
        if answer is None:
            self.close()
            raise PrintFailed("print_too_long", seconds=self.seconds)
        kind, content = answer
        if kind == DONE:
            return content
        if kind == NOT_INSTALLED:
            raise PrintUnavailable(content.decode())
        raise PrintFailed("print_failed", cause=content.decode())

    def _alive(self) -> bool:
        return self._worker is not None and self._worker.poll() is None

    def _start(self) -> None:
        self.close()
        limits = ("--memory", str(self.memory), "--idle", str(self.idle), "--fonts", str(self.fonts))
        command = [sys.executable, "-m", "webapp.printing.worker", *limits]
        self._worker = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)

    def _ask(self, job: bytes) -> tuple[int, bytes] | None:
        """The worker's answer, or None where it died or had to be stopped because the time was up."""
        worker = self._worker
        assert worker is not None
        assert worker.stdin is not None
        assert worker.stdout is not None
        clock = threading.Timer(self.seconds, worker.kill)
        clock.start()
        try:
            write_frame(worker.stdin, 0, job)
            return read_frame(worker.stdout)
        except (BrokenPipeError, ConnectionResetError):
            return None
        finally:
            clock.cancel()
