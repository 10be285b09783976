"""A process version as data, named by its content."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

BUNDLE_FILES = (".toml", ".bpmn", ".dmn", ".json")


@dataclass(frozen=True)
class Bundle:
    """One version of a process as data: process.toml, diagrams, tables and form, named by their content."""

    files: Mapping[str, bytes]
    hash: str = ""

    def __post_init__(self) -> None:
        object.__setattr__(self, "files", dict(sorted(self.files.items())))
        object.__setattr__(self, "hash", self._digest())

    def __hash__(self) -> int:
        return hash(self.hash)

    def _digest(self) -> str:
        total = sha256()
        for name, content in self.files.items():
            total.update(sha256(name.encode()).digest() + sha256(content).digest())
        return total.hexdigest()

    @classmethod
    def read(cls, *folders: Path) -> Bundle:
        """Return the bundle of the data files that lie directly in `folders`."""
        found = [path for folder in folders for path in sorted(folder.iterdir()) if path.suffix in BUNDLE_FILES]
        return cls({path.name: path.read_bytes() for path in found})
