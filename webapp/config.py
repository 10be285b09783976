"""Settings: from the environment (`APPROVALS_…`), else from a TOML file, else as written here."""

from __future__ import annotations

import os
import secrets
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

PREFIX = "APPROVALS_"
MEGABYTE = 1_000_000


class SettingsError(ValueError):
    """A setting has a value that cannot be used; the message names it."""


@dataclass(frozen=True)
class Settings:
    """What an installation can choose. Times are minutes or hours as their names say."""

    data_dir: Path = Path("data")
    database_url: str = ""
    secret_key: str = ""
    base_url: str = ""
    """The address that people type, e.g. in QR codes; empty: taken from the request."""
    https: bool = False
    """Served over https only: secure cookies and Strict-Transport-Security."""
    proxies: int = 0
    """How many proxies in front are trusted to name the client's address and scheme."""
    session_hours: int = 12
    attempts_per_login: int = 5
    attempts_per_address: int = 30
    attempts_minutes: int = 15
    max_upload: int = 20 * MEGABYTE
    max_form: int = 8 * MEGABYTE
    max_form_parts: int = 12_000
    password_length: int = 10
    """The least that a new password may have, in characters."""
    output_days: int = 7
    """How long exports and batches of prints are kept for who ordered them."""
    print_seconds: int = 60
    """How long one form may take to print."""
    print_megabytes: int = 1_500
    """How much memory one form may take to print."""
    print_batch: int = 200
    """How many requests may be printed in one go."""
    saved_filters: int = 20
    """How many filters a person may keep for a box."""
    list_rows: int = 20_000
    """How many rows an exported list has at most."""
    served_at: str = ""
    """The address at which `serve` listens: that of stored prints where `base_url` is empty."""
    max_sheet: int = 5 * MEGABYTE
    """Bytes of a spreadsheet whose rows are read into a form."""
    max_sheet_unpacked: int = 50 * MEGABYTE
    max_sheet_rows: int = 5_000
    max_sheet_columns: int = 100
    max_sheets: int = 20
    language: str = "zh_Hant"

    @property
    def database_file(self) -> Path:
        """Return where the SQLite database lies; a path that is no file for another kind."""
        return Path(self.database_url.partition("sqlite:///")[2])

    @property
    def files_dir(self) -> Path:
        """Return where attachments lie."""
        return self.data_dir / "files"

    @property
    def papers_dir(self) -> Path:
        """Return where the prints of closed requests lie."""
        return self.data_dir / "papers"

    @property
    def outputs_dir(self) -> Path:
        """Return where ordered files lie."""
        return self.data_dir / "outputs"


def load(environ: Mapping[str, str] = os.environ) -> Settings:
    """Return the settings; a secret key that nobody gave is made once and kept in the data folder.

    Raises SettingsError where a value cannot be read.
    """
    given = _from_file(environ.get(f"{PREFIX}CONFIG")) | _from_environment(environ)
    known = {field.name: field.type for field in fields(Settings)}
    values = {name: _convert(name, str(known[name]), value) for name, value in given.items() if name in known}
    return complete(Settings(**values))


def complete(settings: Settings) -> Settings:
    """Return the settings with data folder made, and with database address and secret key where they were left out."""
    folder = settings.data_dir.resolve()
    folder.mkdir(parents=True, exist_ok=True)
    values: dict[str, Any] = {field.name: getattr(settings, field.name) for field in fields(Settings)}
    values["data_dir"] = folder
    values["database_url"] = settings.database_url or f"sqlite:///{folder / 'approvals.db'}"
    values["secret_key"] = settings.secret_key or _kept_secret(folder / "secret_key")
    return Settings(**values)


def _from_environment(environ: Mapping[str, str]) -> dict[str, Any]:
    names = {f"{PREFIX}{field.name.upper()}": field.name for field in fields(Settings)}
    return {names[key]: value for key, value in environ.items() if key in names and value != ""}


def _from_file(path: str | None) -> dict[str, Any]:
    if not path:
        return {}
    try:
        return tomllib.loads(Path(path).read_text("utf-8"))
    except (OSError, tomllib.TOMLDecodeError) as fault:
        raise SettingsError(f"{path}: {fault}") from fault


def _convert(name: str, kind: str, value: Any) -> Any:
    if kind == "bool":
        return value if isinstance(value, bool) else str(value).lower() in ("1", "true", "yes", "on")
    if kind == "int":
        try:
            return int(value)
        except ValueError as fault:
            raise SettingsError(f"{PREFIX}{name.upper()} must be a whole number, not {value!r}") from fault
    return Path(value) if kind == "Path" else str(value)


def _kept_secret(path: Path) -> str:
    try:
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(secrets.token_hex(32))
    except FileExistsError:
        pass  # made at an earlier start
    return path.read_text().strip()
