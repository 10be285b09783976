"""The process that lays out forms: reads jobs from its input, writes PDFs to its output, within limits of its own.

Started by `webapp.printing.desk`. Nothing but plain data comes in: a job is a JSON text after its length.
"""

import argparse
import errno
import json
import logging
import math
import os
import resource
import select
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, BinaryIO

import structlog

from webapp.printing.fonts import FONTS
from webapp.printing.frames import DONE, FAILED, NOT_INSTALLED, TOLD, TOO_LARGE, read_frame, write_frame
from webapp.printing.pdf import pdf
from webapp.printing.printed import Printed


def main(arguments: list[str] | None = None) -> None:
    """Serve jobs until the input ends, nothing has come for a while, or enough have been done."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--memory", type=int, default=1_500_000_000)
    parser.add_argument("--seconds", type=int, default=60)
    parser.add_argument("--idle", type=float, default=120)
    parser.add_argument("--jobs", type=int, default=100)
    parser.add_argument("--fonts", type=Path, default=FONTS)
    parser.add_argument("--nice", type=int, default=0)
    limits = parser.parse_args(arguments)
    os.nice(limits.nice)
    resource.setrlimit(resource.RLIMIT_AS, (limits.memory, limits.memory))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    structlog.configure(logger_factory=structlog.WriteLoggerFactory(sys.stderr))
    logging.basicConfig(stream=sys.stderr, level=logging.WARNING)
    serve(sys.stdin.buffer, sys.stdout.buffer, lambda job: _timed(job, limits), limits.idle, limits.jobs)


def _timed(job: Mapping[str, Any], limits: argparse.Namespace) -> Printed:
    """Print within so many seconds of processor time; the system ends the process where it takes longer."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    most = math.ceil(used.ru_utime + used.ru_stime) + limits.seconds
    resource.setrlimit(resource.RLIMIT_CPU, (most, resource.getrlimit(resource.RLIMIT_CPU)[1]))
    return pdf(job, limits.fonts)


def serve(
    source: BinaryIO, target: BinaryIO, work: Callable[[Mapping[str, Any]], Printed], idle: float, jobs: int
) -> None:
    """Answer up to `jobs` jobs; stop when none has come for `idle` seconds."""
    for _ in range(jobs):
        if not select.select([source], [], [], idle)[0]:
            return
        job = read_frame(source)
        if job is None:
            return
        for kind, answer in _answer(work, json.loads(job[1])):
            write_frame(target, kind, answer)


def _answer(work: Callable[[Mapping[str, Any]], Printed], job: Mapping[str, Any]) -> list[tuple[int, bytes]]:
    try:
        made = work(job)
    except MemoryError:
        return [(TOO_LARGE, b"")]
    except OSError as fault:
        return [(TOO_LARGE if fault.errno == errno.ENOMEM else NOT_INSTALLED, str(fault).encode())]
    except Exception as fault:
        logging.exception("a form could not be printed")
        return [(FAILED, f"{type(fault).__name__}: {fault}"[:2000].encode())]
    told = {"pages": made.pages, "missing": made.missing, "emoji": made.emoji}
    return [(TOLD, json.dumps(told).encode()), (DONE, made.content)]


if __name__ == "__main__":
    main()
