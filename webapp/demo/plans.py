"""What happens to the demo company's requests: where each starts, how it goes, and where it stands today."""

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from webapp.demo.company import rows
from webapp.services.calendar import RULES_ZONE

LISTS = {"tool": "tools", "consumable": "consumables", "spare_part": "spare_parts"}
SIGNING = ("site_review", "planner_review", "supervisor_sign", "manager_sign")


@dataclass(frozen=True)
class Plan:
    """One request: its site, days before today when it is sent, and the step at which it stands (or how it ended)."""

    site: str
    days_ago: float
    stands: str
    supply: str = "all"  # all | part | none
    detour: str = ""  # question | to_planner | to_initiator | cannot_buy | late_count
    kind: str = "material"


@dataclass(frozen=True)
class Move:
    """What a person does next: at which step, how many working hours later, with which answers."""

    step: str
    hours: float
    action: str = "approve"
    comment: str = ""
    to: str | None = None
    resume: str = "step_by_step"
    scope: str | None = None
    answer: str = ""
    by: str = ""  # role@unit; else whoever has the step for the plan's site
    item: str | None = None  # which of several

    @property
    def path(self) -> str:
        return f"{self.scope}/{self.step}" if self.scope else self.step


def plans() -> Iterator[Plan]:
    """The two hundred requests of the demo, oldest first."""
    made = [
        Plan(row["site"], float(row["days_ago"]), row["stands"], row["supply"], row["detour"], row["kind"])
        for row in rows("plans.csv")
    ]
    yield from sorted(made, key=lambda plan: -plan.days_ago)


def moves(plan: Plan) -> Iterator[Move]:
    """The plan's moves in order, up to the step at which it stands."""
    for move in _whole_way(plan):
        if move.path == plan.stands and move.action == "approve":
            return
        yield move
        if plan.stands == move.action:
            return


def _whole_way(plan: Plan) -> Iterator[Move]:
    yield from _signing(plan)
    if plan.kind == "late_filing":
        return
    yield Move("production_check", 5, answer=plan.supply)
    if plan.supply != "none":
        yield Move("dispatch", 9, comment="已按備件標準包裝，木箱加固。")
    if plan.supply != "all":
        yield from _buying(plan)
    if plan.supply != "none":
        yield from _arrival("receive_dispatch", 40, plan)
    if plan.supply != "all" and plan.detour != "give_up":
        yield from _arrival("receive_purchase", 60, plan)


def _signing(plan: Plan) -> Iterator[Move]:
    if plan.stands == "reject":
        yield Move("site_review", 3, comment="情況屬實。")
        yield Move("planner_review", 6)
        yield Move("supervisor_sign", 5, "reject", "業務部備件庫尚有同型號庫存，請先辦理調撥。")
        return
    yield Move("site_review", 3, comment="情況屬實，請儘快安排。")
    if plan.stands == "withdraw":
        yield Move("initiator", 7, "withdraw", "現場已從相鄰機組拆借修復，不再需要。")
    if plan.detour == "question":
        question = "請補充故障機組編號與更換下來的舊件序號。"
        yield Move("planner_review", 4, "return", question, "initiator", "straight_back")
        yield Move("initiator", 6, comment="已補充：見原因欄。", answer="more")
    yield Move("planner_review", 5, comment="已與現場電話核對數量。", answer="confirmed")
    yield Move("supervisor_sign", 6, comment="同意。")
    if plan.detour == "to_planner":
        yield Move("manager_sign", 8, "return", "耗材數量偏多，請與現場再核一次。", "planner_review", "straight_back")
        yield Move("planner_review", 7, comment="已核減。")
    if plan.detour == "to_initiator":
        yield Move("manager_sign", 8, "return", "請按機組拆分，說明各台用量。", "initiator")
        yield Move("initiator", 9, comment="已按機組說明。", answer="more")
        for step in SIGNING[:3]:
            yield Move(step, 4)
    yield Move("manager_sign", 6, comment="同意，按程序辦理。")


def _buying(plan: Plan) -> Iterator[Move]:
    if plan.detour in ("cannot_buy", "give_up"):
        yield Move("purchase", 14, answer="cannot_buy")
        yield Move("coordinate", 8, answer="give_up" if plan.detour == "give_up" else "buy")
        if plan.detour == "give_up":
            return
    yield Move("purchase", 16, answer="ordered")


def _arrival(scope: str, hours: float, plan: Plan) -> Iterator[Move]:
    yield Move("register_arrival", hours, scope=scope)
    late = plan.detour == "late_count"
    yield Move("confirm_arrival", 70 if late else 10, scope=scope, answer="late" if late else "")


def working(moment: datetime) -> datetime:
    """The next moment within working hours (08:00 to 18:00, Monday to Saturday, Asia/Shanghai) from `moment` on."""
    local = moment.astimezone(RULES_ZONE)
    while local.weekday() == 6 or not 8 <= local.hour < 18:
        following = local + timedelta(days=0 if local.hour < 8 and local.weekday() != 6 else 1)
        local = following.replace(hour=8, minute=(local.minute * 7) % 50)
    return local


def after(moment: datetime, hours: float, dice: random.Random) -> datetime:
    """About `hours` working hours after `moment` (ten to a day)."""
    left = hours * dice.uniform(0.6, 1.4)
    moment = working(moment)
    while left > 0:
        step = min(left, 1.0)
        moment = working(moment + timedelta(hours=step))
        left -= step
    return moment


def lines(theme: Mapping[str, str], model: str, catalogue: Sequence[Any], dice: random.Random) -> dict[str, Any]:
    """The three lists of a theme, for turbines of `model` ('1.5 MW' or '3 MW')."""
    return {
        name: [_line(part, model, catalogue, dice) for part in theme[name].split("|") if part]
        for name in LISTS.values()
    }


def _line(part: str, model: str, catalogue: Sequence[Any], dice: random.Random) -> dict[str, str]:
    name, _, quantity = part.rpartition(":")
    fitting = [row for row in catalogue if row["name"] == name]
    row = next((row for row in fitting if row["model"].startswith(model)), fitting[0])
    urgency = dice.choice(("normal", "normal", "normal", "urgent", "critical"))
    return {"code": row["code"], "quantity": quantity, "urgency": urgency}
