"""The only door to files while a form is printed: names that we gave ourselves, nothing else.

WeasyPrint's own fetcher follows `file:`, `http:`, `data:` and five other kinds (`docs/decisions/print.md`).
"""

from collections.abc import Mapping
from pathlib import Path

import structlog
from weasyprint.urls import URLFetcher, URLFetcherResponse

log = structlog.get_logger()

TYPES = {".ttf": "font/ttf", ".jpg": "image/jpeg", ".png": "image/png", ".webp": "image/webp"}


class OurFetcher(URLFetcher):  # type: ignore[misc]  # WeasyPrint has no types
    """Answers `font:NAME` and `attachment:ID` for the names it was given; refuses every other address."""

    def __init__(self, names: Mapping[str, Path]) -> None:
        super().__init__(allowed_protocols=("font", "attachment"), allow_redirects=False)
        self._names = names
        self.refused: list[str] = []

    def fetch(self, url: str, headers: object = None) -> URLFetcherResponse:  # noqa: ARG002 - WeasyPrint's signature
        """Return the file that `url` names. Raises ValueError for any other address."""
        path = self._names.get(url)
        if path is None:
            self.refused.append(url)
            log.warning("print.address_refused", address=url[:200])
            raise ValueError(f"not a name of ours: {url[:200]}")
        return URLFetcherResponse(url, path.read_bytes(), {"Content-Type": _type_of(path)})


def _type_of(path: Path) -> str:
    return TYPES.get(path.suffix.lower(), "application/octet-stream")
