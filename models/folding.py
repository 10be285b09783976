"""Text as it is searched: the same whether full or half width, upper or lower case, Traditional or Simplified.

`folding.txt` holds the characters that the two scripts write differently: Traditional ones in the first line, each
above its Simplified one (made with OpenCC's tables). What is stored and shown is never converted, only the key of a
search.
"""

import unicodedata
from functools import cache
from pathlib import Path


def fold(text: str) -> str:
    """Return the key by which `text` is found."""
    plain = unicodedata.normalize("NFKC", text).casefold().translate(_scripts())
    return " ".join(plain.split())


@cache
def _scripts() -> dict[int, str]:
    traditional, simplified = (Path(__file__).parent / "folding.txt").read_text("utf-8").splitlines()
    return {ord(one): other for one, other in zip(traditional, simplified, strict=True)}
