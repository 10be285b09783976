"""`make bench`: all figures, as a table and in build/bench.json (one flat object of name to number)."""

import json
import shutil
from datetime import UTC, datetime
from pathlib import Path

from models import Database
from tests.benchmarks import engine, feel, http, server
from tests.benchmarks.copies import multiply
from webapp import config
from webapp.commands.serving import demo_settings, ready

BUILD = Path(__file__).parents[2] / "build"
LIMITS = {
    "engine.step_ratio": 2.2,
    "engine.state_bytes": 900,
    "engine.state_bytes_both_arrivals": 1700,
    "feel.condition_us": 5,
    "dmn.table_200_ms": 1,
    "http.approve.sql": 25,
    "http.approve.commits": 1,
    "http.approve.sql_6000": 25,
    "http.inbox.sql": 8,
    "server.ready_s": 2.5,
    "server.rss_mb": 150,
}


def main() -> None:
    """Measure, print, write. Ends with 1 where a figure is over its limit."""
    data_dir = BUILD / "bench-data"
    shutil.rmtree(data_dir, ignore_errors=True)
    settings = demo_settings(config.complete(config.Settings(data_dir=data_dir)))
    ready(settings, datetime.now(UTC))
    figures = engine.measure() | feel.measure() | server.measure(data_dir) | http.measure(settings)
    database = Database(settings.database_url)
    multiply(database, 6000)
    database.close()
    many = http.measure(settings)
    figures |= {"http.approve.sql_6000": many["http.approve.sql"], "http.inbox.sql_6000": many["http.inbox.sql"]}
    report(figures)


def report(figures: dict[str, float]) -> None:
    """Print the table and write the file."""
    BUILD.mkdir(exist_ok=True)
    (BUILD / "bench.json").write_text(json.dumps({name: round(value, 4) for name, value in figures.items()}, indent=2))
    over = [name for name, limit in LIMITS.items() if figures.get(name, limit) > limit]
    for name, value in sorted(figures.items()):
        limit = f"  (at most {LIMITS[name]})" if name in LIMITS else ""
        print(f"{name:40} {value:12.3f}{limit}{'  OVER' if name in over else ''}")
    raise SystemExit(1 if over else 0)


if __name__ == "__main__":
    main()
