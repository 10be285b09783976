"""Printed forms that stay: a closed request is laid out once, and served from its file ever after (features E)."""

import json
import os
import tempfile
from collections.abc import Callable, Mapping
from hashlib import sha256
from pathlib import Path
from typing import Any


def kept(folder: Path, job: Mapping[str, Any], make: Callable[[], bytes]) -> bytes:
    """Return the PDF of `job` from the folder; made and put there where it is not. The name is the hash of the job.

    The job holds all that is printed and no time of printing, so the same closed request has the same bytes for ever.
    """
    known = {name: value for name, value in job.items() if name != "files"}
    text = json.dumps(known, ensure_ascii=False, sort_keys=True)
    path = folder / f"{sha256(text.encode()).hexdigest()}.pdf"
    if path.is_file():
        return path.read_bytes()
    content = make()
    folder.mkdir(parents=True, exist_ok=True)
    _put(path, content)
    return content


def _put(path: Path, content: bytes) -> None:
    """Write beside and rename: a reader never sees half a file."""
    handle, name = tempfile.mkstemp(dir=path.parent)
    with os.fdopen(handle, "wb") as file:
        file.write(content)
    Path(name).replace(path)
