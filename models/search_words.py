"""Text as words of the search index: pairs of Chinese characters, whole words and numbers, days.

The index only says which texts may contain something; `RequestSearch.text` says which do. So pairs need no places, and
both databases are asked for plain words: all of them, those at the end of what is typed as beginnings.
"""

import re
from collections.abc import Iterator

from models.folding import fold

MOST = 1_000_000
"""So many bytes of different words are kept of a text: PostgreSQL's index holds 1 MB, and finds no word in more."""
LONGEST = 40
"""A longer word is kept by its beginning."""
WIDE = "\u2e80"
"""From here on characters are written without spaces between words."""
RUN = re.compile(rf"[^\W_{WIDE}-\U0010ffff]+|(?:[^\W_](?<=[{WIDE}-\U0010ffff]))+")
DAY = re.compile(r"(?<!\d)(\d{4})-(\d\d)-(\d\d)(?!\d)")
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
TYPED = (
    (re.compile(r"(?<!\d)(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?!\d)"), "{0:04}-{1:02}-{2:02}"),
    (re.compile(r"(?<!\d)(\d{4})[/.年](\d{1,2})月?(?!\d)"), "{0:04}-{1:02}"),
    (re.compile(r"(?<![\d年])(\d{1,2})月(\d{1,2})日"), "-{0:02}-{1:02}"),
)
WORDED = re.compile(rf"(?<!\d)(\d{{1,2}}) ({'|'.join(MONTHS)})[a-z]* (\d{{4}})(?!\d)")


def words_of(folded: str) -> str:
    """Return the words by which a folded text is found, each once, with spaces between."""
    found: dict[str, None] = {}
    left = MOST
    for word in (one[:LONGEST] for one in _words(folded)):
        if word not in found:
            left -= len(word.encode())
            if left < 0:
                break
            found[word] = None
    return " ".join(found)


def _words(folded: str) -> Iterator[str]:
    for day in DAY.finditer(folded):
        yield "".join(day.groups())
        yield f"d{day[2]}{day[3]}"
    for run in RUN.findall(folded):
        if run < WIDE:
            yield run
            yield from (run.lstrip("0"),) if run.isdecimal() and 1 < len(run.lstrip("0")) < len(run) else ()
        else:
            yield from _pairs(run)
            yield run[-1]  # the end of a run, for whoever types one character


def _pairs(run: str) -> Iterator[str]:
    return (run[place : place + 2] for place in range(len(run) - 1))


def typed_parts(q: str) -> list[str]:
    """Return the texts that must all be contained in what is found: folded, days as they are indexed."""
    text = WORDED.sub(_worded, fold(q))
    for pattern, form in TYPED:
        text = pattern.sub(lambda found, form=form: form.format(*map(int, found.groups())), text)  # type: ignore[misc]
    return text.split()


def _worded(found: re.Match[str]) -> str:
    return f"{int(found[3]):04}-{MONTHS.index(found[2]) + 1:02}-{int(found[1]):02}"


def terms_of(part: str) -> list[tuple[str, bool]]:
    """Return the words that the index must have for a text of `typed_parts`; True: as a beginning of one.

    None for a text of signs alone.
    """
    day = re.fullmatch(r"(\d{4})-(\d\d)(?:-(\d\d))?|-(\d\d)-(\d\d)", part)
    if day:
        return [("".join(filter(None, day.groups()[:3])) if day[1] else f"d{day[4]}{day[5]}", True)]
    runs = RUN.findall(part)
    found: list[tuple[str, bool]] = []
    for place, run in enumerate(runs, 1):
        if run >= WIDE and len(run) > 1:
            found += [(pair, False) for pair in _pairs(run)]
        else:
            found.append((run[:LONGEST], place == len(runs) or len(run) > LONGEST))
    return found
