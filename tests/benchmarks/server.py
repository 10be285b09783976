"""How long the server takes to be ready, and how much memory it holds after a sign-in and one inbox."""

import http.cookiejar
import os
import re
import subprocess
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
from pathlib import Path

from tests.benchmarks.ports import free_port


def measure(data_dir: Path) -> dict[str, float]:
    """The figures `server.*` of `approvals demo` over data that are there."""
    port = free_port()
    environment = os.environ | {"APPROVALS_DATA_DIR": str(data_dir)}
    command = [str(Path(sys.executable).with_name("approvals")), "demo", "--port", str(port)]
    begun = time.monotonic()
    with subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL) as server:
        try:
            _wait(f"http://127.0.0.1:{port}/sign-in")
            ready = time.monotonic() - begun
            _sign_in(f"http://127.0.0.1:{port}")
            return {"server.ready_s": ready, "server.rss_mb": _resident(server.pid)}
        finally:
            server.terminate()


def _wait(address: str, seconds: float = 30.0) -> None:
    until = time.monotonic() + seconds
    while True:
        try:
            urllib.request.urlopen(address, timeout=5).close()
            return
        except (urllib.error.URLError, ConnectionError):
            if time.monotonic() > until:
                raise
            time.sleep(0.02)


def _sign_in(home: str) -> None:
    opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar()))
    page = opener.open(f"{home}/sign-in").read().decode()
    found = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page)
    assert found, "the sign-in page has no CSRF token"
    form = {"csrf_token": found[1], "login": "bu.planner", "password": "demo"}
    opener.open(f"{home}/sign-in", urllib.parse.urlencode(form).encode()).close()
    inbox = opener.open(f"{home}/").read().decode()
    assert "ICF-" in inbox, "the inbox shows no request"


def _resident(pid: int) -> float:
    status = Path(f"/proc/{pid}/status").read_text()
    return int(re.findall(r"VmRSS:\s+(\d+) kB", status)[0]) / 1024
