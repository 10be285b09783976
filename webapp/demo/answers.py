"""What the demo company's people type at each step."""

import random
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from decimal import Decimal
from itertools import count
from typing import Any

from webapp.demo.plans import Move

SUPPLIERS = ("天津瑞源傳動有限公司", "南京高精齒輪銷售有限公司", "洛陽軸研精工有限公司", "株洲匯流電氣有限公司")
CARRIERS = ("順達物流", "遠通重貨", "北方專線")


class Answers:
    """Answers of a step, with paper numbers that never repeat."""

    def __init__(self, dice: random.Random) -> None:
        self.dice = dice
        self.serial = count(1)

    def of(self, data: Mapping[str, Any], move: Move, day: date) -> Mapping[str, Any] | None:
        """The answers of `move` made on `day`, given the request's data so far; None where nothing is asked."""
        match move.step, move.answer:
            case "initiator", "more":
                return {
                    "reason": f"{data['reason']}（補充：舊件序號已拍照，{day.month} 月 {day.day} 日與主控室核對。）"
                }
            case "planner_review", "confirmed":
                return {"confirmed_with": "現場值班員", "check_note": "數量與庫存已核對。"}
            case "production_check", supply:
                return {"supply": list(_supply(data, supply))}
            case "notice_answer", text:
                return {"answer": text}
            case "dispatch", _:
                return self._dispatch(day)
            case "purchase", "cannot_buy":
                return {"cannot_buy": True, "note": "原廠停產，三家供應商均無現貨，交期不確定。"}
            case "purchase", _:
                return self._order(day)
            case "coordinate", choice:
                return {"go_on": choice, "note": "已協調同型替代件。" if choice == "buy" else "改由整機技改一併處理。"}
            case "register_arrival", _:
                return {"arrived_on": day.isoformat(), "papers_missing": False}
            case "confirm_arrival", late:
                return {"as_listed": True} | ({"late_reason": "暴雪封路，保管人員無法到庫。"} if late else {})
        return None

    def _dispatch(self, day: date) -> dict[str, str]:
        number = f"{day:%y%m}-{next(self.serial):04}"
        return {
            "delivery_note": f"FH-{number}",
            "packing_list": f"ZX-{number}",
            "carrier": self.dice.choice(CARRIERS),
            "dispatched_on": day.isoformat(),
        }

    def _order(self, day: date) -> dict[str, str]:
        return {
            "purchase_order": f"PO-{day:%Y%m}-{next(self.serial):04}",
            "supplier": self.dice.choice(SUPPLIERS),
            "expected_on": (day + timedelta(days=self.dice.randint(4, 9))).isoformat(),
        }


def _supply(data: Mapping[str, Any], supply: str) -> Iterator[dict[str, str]]:
    """Every line once: all of it, none of it, or all of every second line."""
    lines = (line for name in ("tools", "consumables", "spare_parts") for line in data.get(name) or ())
    for index, line in enumerate(lines):
        gives = supply == "all" or (supply == "part" and index % 2 == 0)
        yield {"line": line["id"], "available": line["quantity"] if gives else str(Decimal(0))}
