"""How desk and worker talk: a frame is its content's length, a kind of one byte, and the content."""

import struct
from typing import IO

LENGTH = struct.Struct(">IB")
DONE, FAILED, NOT_INSTALLED, TOO_LARGE, TOLD = range(5)
"""Kinds of an answer; a job is of kind 0 too. `TOLD` (JSON about the print) comes before `DONE` (the file)."""


def read_frame(source: IO[bytes]) -> tuple[int, bytes] | None:
    """Return the next frame's kind and content, or None at the end of the stream."""
    head = source.read(LENGTH.size)
    if len(head) < LENGTH.size:
        return None
    size, kind = LENGTH.unpack(head)
    content = source.read(size)
    return (kind, content) if len(content) == size else None


def write_frame(target: IO[bytes], kind: int, content: bytes) -> None:
    """Write one frame."""
    target.write(LENGTH.pack(len(content), kind) + content)
    target.flush()
