"""What a server loads when it starts (server.ready_s of docs/benchmarks.md)."""

import subprocess
import sys

HEAVY = {"alembic", "fontTools", "chinese_calendar", "weasyprint", "webapp.demo.story"}


def test_a_server_loads_nothing_that_only_founding_migrating_or_printing_need() -> None:
    script = f"import sys, webapp.commands.serving; print(sorted({HEAVY!r} & set(sys.modules)))"
    told = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert told.stdout.strip() == "[]"
