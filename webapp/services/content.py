"""What a file really is, by its content: a photograph, a PDF, an office file, plain text; anything else is refused."""

from __future__ import annotations

import io
import unicodedata
import zipfile
from dataclasses import dataclass
from pathlib import PurePosixPath

from webapp.services.errors import Invalid

POINTER = "/file"
MOST_ENTRIES = 10_000
MOST_UNPACKED = 200_000_000
MOST_RATIO = 200
SMALL = 5_000_000
"""Below this an archive may be packed as tightly as it likes."""


@dataclass(frozen=True)
class Kind:
    """A media type and the name endings that go with it, the usual one first."""

    type: str
    endings: tuple[str, ...]


JPEG = Kind("image/jpeg", (".jpg", ".jpeg"))
PNG = Kind("image/png", (".png",))
PICTURES = {b"\xff\xd8\xff": JPEG, b"\x89PNG\r\n\x1a\n": PNG, b"GIF87a": PNG, b"GIF89a": PNG}
PDF = Kind("application/pdf", (".pdf",))
TEXT = Kind("text/plain", (".txt", ".csv", ".log", ".md"))
HEIC = (b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1", b"avif", b"avis")
"""Brands of the pictures that telephones make and that not every browser shows (ISO 14496-12, `ftyp`)."""
OFFICE = "application/vnd.openxmlformats-officedocument"
OPEN = "application/vnd.oasis.opendocument"
PACKED = {
    "word/": Kind(f"{OFFICE}.wordprocessingml.document", (".docx",)),
    "xl/": Kind(f"{OFFICE}.spreadsheetml.sheet", (".xlsx",)),
    "ppt/": Kind(f"{OFFICE}.presentationml.presentation", (".pptx",)),
}
OPEN_PACKED = {
    f"{OPEN}.text": Kind(f"{OPEN}.text", (".odt",)),
    f"{OPEN}.spreadsheet": Kind(f"{OPEN}.spreadsheet", (".ods",)),
    f"{OPEN}.presentation": Kind(f"{OPEN}.presentation", (".odp",)),
}
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
OLD_OFFICE = {
    "WordDocument": Kind("application/msword", (".doc",)),
    "Workbook": Kind("application/vnd.ms-excel", (".xls",)),
    "PowerPoint Document": Kind("application/vnd.ms-powerpoint", (".ppt",)),
}
ALLOWED = ("jpg", "png", "webp", "gif", "pdf", "docx", "xlsx", "pptx", "odt", "ods", "odp", "doc", "xls", "ppt", "txt")


def is_picture(content: bytes) -> bool:
    """Say whether the content begins like a photograph or picture that the program reads."""
    return content.startswith(tuple(PICTURES)) or (content[:4] == b"RIFF" and content[8:12] == b"WEBP")


def document_kind(content: bytes) -> Kind:
    """Return what a file other than a picture is.

    Raises Invalid with the code 'type_not_allowed', 'heic', 'archive_too_large' (a zip bomb), 'macros', 'file_broken'.
    """
    if content[4:8] == b"ftyp" and content[8:12] in HEIC:
        raise refused("heic")
    if content.startswith(b"%PDF-"):
        return PDF
    if content.startswith(b"PK\x03\x04"):
        return _packed(content)
    if content.startswith(OLE):
        return _old_office(content)
    if _is_text(content):
        return TEXT
    raise refused("type_not_allowed", allowed=", ".join(ALLOWED))


def refused(code: str, **params: object) -> Invalid:
    """Return the problem of a file that is not taken in (B13)."""
    return Invalid.at(POINTER, code, "B13", **params)


def _packed(content: bytes) -> Kind:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            _check_size(archive, len(content))
            names = archive.namelist()
            mimetype = archive.read("mimetype").decode("ascii", "replace") if "mimetype" in names else ""
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError, ValueError, EOFError):
        raise refused("file_broken") from None
    if any(name.lower().endswith("vbaproject.bin") for name in names):
        raise refused("macros")
    if mimetype in OPEN_PACKED:
        return OPEN_PACKED[mimetype]
    found = [kind for folder, kind in PACKED.items() if any(name.startswith(folder) for name in names)]
    if "[Content_Types].xml" not in names or not found:
        raise refused("type_not_allowed", allowed=", ".join(ALLOWED))
    return found[0]


def _check_size(archive: zipfile.ZipFile, packed: int) -> None:
    """Refuse what would unpack to far more than it is; nothing is unpacked to find out."""
    entries = archive.infolist()
    unpacked = sum(entry.file_size for entry in entries)
    bomb = unpacked > SMALL and unpacked > packed * MOST_RATIO
    if len(entries) > MOST_ENTRIES or unpacked > MOST_UNPACKED or bomb:
        raise refused("archive_too_large")
    if any(entry.filename == "mimetype" and entry.file_size > 1000 for entry in entries):
        raise refused("file_broken")


def _old_office(content: bytes) -> Kind:
    for stream, kind in OLD_OFFICE.items():
        if stream.encode("utf-16-le") in content:
            return kind
    raise refused("type_not_allowed", allowed=", ".join(ALLOWED))


def _is_text(content: bytes) -> bool:
    """Say whether the content is text in UTF-8 without control characters, and no page or script for a browser."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return False
    if any(unicodedata.category(char) == "Cc" and char not in "\t\n\r\f" for char in text):
        return False
    return bool(text.strip()) and not text.lstrip().startswith(("<", "#!"))


def clean_name(name: str, kind: Kind) -> str:
    """Return a file's name as it is kept: no folders, no control or direction characters, the ending of its kind."""
    plain = unicodedata.normalize("NFC", name.replace("\\", "/").rsplit("/", 1)[-1])
    shown = "".join(char for char in plain if unicodedata.category(char) not in ("Cc", "Cf", "Cs", "Co", "Zl", "Zp"))
    stem, ending = PurePosixPath(shown.strip(" .") or "file").stem, PurePosixPath(shown.strip(" .")).suffix
    kept = ending if ending.lower() in kind.endings else kind.endings[0]
    return f"{stem[:200]}{kept}"
