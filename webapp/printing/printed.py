"""What comes out of printing."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Printed:
    """A form as a PDF: its bytes, how many pages, the characters that no font has (`U+XXXX`), whether emoji went."""

    content: bytes
    pages: int
    missing: tuple[str, ...] = ()
    emoji: bool = False
