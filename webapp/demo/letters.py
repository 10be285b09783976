"""The demo's requests between departments: plans, central purchases, transfers and notices (ICF-15, ICF-16)."""

import io
import random
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import xlsxwriter

from webapp.demo.company import rows
from webapp.demo.plans import Move, Plan

COLUMNS = {"物資編碼": "code", "名稱": "name", "規格": "specification", "型號": "model", "單位": "unit"}
LINES = 24


@dataclass(frozen=True)
class Letter(Plan):
    """A request that no site sends: `site` is the department of whoever does, `by` their role@unit.

    `to`: the addressees, or from which unit to which; `answers`: theirs in that order, or the parts that move.
    """

    by: str = ""
    subject: str = ""
    text: str = ""
    to: tuple[str, ...] = ()
    answers: tuple[str, ...] = ()


def letters() -> Iterator[Letter]:
    """What departments sent in the last half year, as the table tells it."""
    for row in rows("letters.csv"):
        yield Letter(
            site=row["by"].partition("@")[2],
            days_ago=float(row["days_ago"]),
            stands=row["stands"],
            kind=row["kind"],
            by=row["by"],
            subject=row["subject"],
            text=row["text"],
            to=tuple(filter(None, row["to"].replace(">", "|").split("|"))),
            answers=tuple(filter(None, row["answers"].split("|"))),
        )


def moves(letter: Letter, held: Collection[str]) -> Iterator[Move]:
    """A letter's moves, as far as it has come. `held`: every role@unit that somebody holds."""
    if letter.kind == "notice":
        for code, answer in zip(letter.to, letter.answers, strict=False):
            head = next(spot for role in ("supervisor", "manager") if (spot := f"{role}@{code}") in held)
            yield Move("notice_answer", 9, answer=answer, by=head, item=code)
        return
    steps = ["business_manager_sign", *([] if letter.kind == "transfer_instruction" else ["plan_intake"])]
    for step in steps:
        if step == letter.stands:
            return
        yield Move(step, 7, comment="同意。" if step == "business_manager_sign" else "已排入計劃。")


def form(letter: Letter, day: date, catalogue: Sequence[Mapping[str, str]]) -> dict[str, Any]:
    """What stands in the start form of a letter sent on `day`, but for the file of a plan."""
    told = {"kind": letter.kind, "department": letter.site}
    match letter.kind:
        case "notice":
            addressed = [{"addressee": code} for code in letter.to]
            reply = (day + timedelta(days=10)).isoformat()
            return told | {
                "subject": letter.subject, "text": letter.text, "addressees": addressed, "reply_by": reply,
            }  # fmt: skip
        case "transfer_instruction":
            sending, receiving = letter.to
            parts = [_part(one, catalogue) for one in letter.answers]
            units = {"sending_unit": sending, "receiving_unit": receiving}
            return told | units | {"reason": letter.text, "spare_parts": parts}
        case _:
            return told | {"reason": letter.text}


def _part(told: str, catalogue: Sequence[Mapping[str, str]]) -> dict[str, str]:
    name, _, quantity = told.partition(":")
    return {"code": next(row["code"] for row in catalogue if row["name"] == name), "quantity": quantity}


def workbook(catalogue: Sequence[Mapping[str, str]], dice: random.Random) -> io.BytesIO:
    """The file of a plan: some lines of the catalogue, each with a quantity."""
    made = io.BytesIO()
    with xlsxwriter.Workbook(made) as book:
        sheet = book.add_worksheet("計劃")
        sheet.write_row(0, 0, [*COLUMNS, "計劃數量"])
        for place, row in enumerate(dice.sample(list(catalogue), LINES), 1):
            sheet.write_row(place, 0, [row[name] for name in COLUMNS.values()])
            sheet.write_number(place, len(COLUMNS), dice.randint(1, 60))
    made.seek(0)
    return made
