"""Makes the demo's requests by driving the program's services under a moving clock, as people would have."""

import heapq
import json
import random
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import Database, ItemState, Person, Request, RequestData, StepRun, WorkItem
from webapp.demo import letters
from webapp.demo.answers import Answers
from webapp.demo.company import rows
from webapp.demo.plans import Move, Plan, after, lines, moves, plans, working
from webapp.services import attachments, decide, submit, timers
from webapp.services.actor import Actor, load_actor
from webapp.services.calendar import RULES_ZONE

PROCESS = "internal_contact"
WHO = {
    "site_review": ("site_rep", "site"),
    "planner_review": ("planner", "unit"),
    "supervisor_sign": ("supervisor", "unit"),
    "manager_sign": ("manager", "unit"),
    "production_check": ("production_planner", "production_management"),
    "dispatch": ("warehouse_keeper", "production_management"),
    "purchase": ("buyer", "purchasing"),
    "coordinate": ("planner", "business_management"),
    "register_arrival": ("site_keeper", "site"),
    "confirm_arrival": ("site_keeper", "site"),
    "initiator": ("site_staff", "site"),
    "business_manager_sign": ("manager", "business_management"),
    "plan_intake": ("production_planner", "production_management"),
}


@dataclass
class Life:
    """A request on its way: its plan, the moves still to come, and its row's id once it exists."""

    plan: Plan
    moves: Iterator[Move]
    request_id: int = 0


class Story:
    """The company's last half year. `tell` writes them; the same seed tells the same story."""

    SPAN = timedelta(days=185)

    def __init__(
        self, database: Database, today: datetime, files: Path, told: Iterable[Plan] | None = None, seed: int = 1500
    ) -> None:
        self.database = database
        self.today = today
        self.files = files
        self.dice = random.Random(seed)
        people = reversed(list(rows("people.csv")))
        self.people = {hold: row["login"] for row in people for hold in row["holds"].split(";")}
        self.parents = {row["code"]: row["parent"] for row in rows("units.csv")}
        self.themes = list(rows("themes.csv"))
        self.catalogue = list(rows("materials.csv"))
        self.serial = count(1)
        self.answers = Answers(self.dice)
        self.lives = [Life(plan, self._moves(plan)) for plan in (all_plans() if told is None else told)]
        self.waiting: list[tuple[datetime, int, Callable[[datetime], None]]] = []

    def _moves(self, plan: Plan) -> Iterator[Move]:
        return letters.moves(plan, self.people) if isinstance(plan, letters.Letter) else moves(plan)

    def tell(self) -> None:
        """Let everything happen in the order of time."""
        for life in self.lives:
            moment = working(self.today - timedelta(days=life.plan.days_ago))
            self._plan(min(moment, self.today - timedelta(minutes=12)), self._starting(life))
        scanned = datetime.min.replace(tzinfo=self.today.tzinfo)
        while self.waiting:
            moment, _, happen = heapq.heappop(self.waiting)
            if moment - scanned > timedelta(hours=2):
                self._scan(scanned := moment)
            happen(moment)
        self._scan(self.today)

    def _plan(self, moment: datetime, happen: Callable[[datetime], None]) -> None:
        if moment < self.today:
            heapq.heappush(self.waiting, (moment, next(self.serial), happen))

    def _scan(self, moment: datetime) -> None:
        with self.database.write() as session:
            timers.scan(session, moment)

    def _starting(self, life: Life) -> Callable[[datetime], None]:
        plan = life.plan

        def happen(moment: datetime) -> None:
            with self.database.write() as session:
                actor = self._actor(session, "initiator", plan.site, moment, getattr(plan, "by", ""))
                data = self._form(plan, moment) | self._attached(session, actor, plan, moment)
                request = submit.create(session, actor, PROCESS, data, moment)
                life.request_id = request.id
                if plan.stands != "draft":
                    submit.submit(session, actor, request.id, moment)
            if plan.stands != "draft":
                self._next(life, moment)

        return happen

    def _next(self, life: Life, moment: datetime) -> None:
        move = next(life.moves, None)
        if move is not None:
            self._plan(after(moment, move.hours, self.dice), lambda at: self._happen(life, move, at))

    def _happen(self, life: Life, move: Move, moment: datetime) -> None:
        with self.database.write() as session:
            actor = self._actor(session, move.step, life.plan.site, moment, move.by)
            if move.action == "withdraw":
                decide.withdraw(session, actor, life.request_id, move.comment, moment)
            else:
                self._decide(session, actor, life, move, moment)
        self._next(life, moment)

    def _decide(self, session: Session, actor: Actor, life: Life, move: Move, moment: datetime) -> None:
        request = session.get_one(Request, life.request_id)
        item = _open_item(session, life.request_id, move)
        command = decide.Command(
            action=move.action,
            comment=move.comment,
            data=self.answers.of(_document(session, request), move, moment.astimezone(RULES_ZONE).date()),
            to=move.to,
            resume=move.resume,
        )
        decide.act(session, actor, item, command, moment)

    def _actor(self, session: Session, step: str, site: str, moment: datetime, by: str = "") -> Actor:
        role, at = WHO.get(step, ("", ""))
        unit = {"site": site, "unit": self.parents[site]}.get(at, at)
        return load_actor(session, login_id(session, self.people[by or f"{role}@{unit}"]), moment)

    def _attached(self, session: Session, actor: Actor, plan: Plan, moment: datetime) -> dict[str, Any]:
        if not isinstance(plan, letters.Letter) or plan.kind not in ("yearly_plan", "central_purchase"):
            return {}
        taken = attachments.take_in(letters.workbook(self.catalogue, self.dice), plan.subject, self.files)
        return {"attachments": [attachments.record(session, actor, taken, moment).id]}

    def _form(self, plan: Plan, moment: datetime) -> dict[str, Any]:
        if isinstance(plan, letters.Letter):
            return letters.form(plan, moment.astimezone(RULES_ZONE).date(), self.catalogue)
        theme = self.themes[next(self.serial) % len(self.themes)]
        model = "1.5 MW" if self.parents[plan.site] != "bu_east" else "3 MW"
        needed = (moment.astimezone(RULES_ZONE) + timedelta(days=self.dice.randint(7, 25))).date()
        return {
            "kind": plan.kind,
            **(
                {"emergency_dispatch": f"YJ-{needed:%y%m}-{next(self.serial):04}"} if plan.kind == "late_filing" else {}
            ),
            "site": plan.site,
            "reason": theme["reason"],
            "needed_by": needed.isoformat(),
            "emergency": bool(theme["emergency"]),
            **lines(theme, model, self.catalogue, self.dice),
        }


def login_id(session: Session, login: str) -> int:
    """The id of the person who signs in as `login`."""
    return session.execute(select(Person.id).where(Person.login == login)).scalar_one()


def all_plans() -> Iterator[Plan]:
    """What sites asked for, and what departments sent."""
    yield from plans()
    yield from letters.letters()


def _open_item(session: Session, request_id: int, move: Move) -> int:
    found = select(WorkItem.id).join(StepRun).where(StepRun.request_id == request_id, StepRun.step == move.path)
    if move.item is not None:
        found = found.where(WorkItem.item_key == move.item)
    return session.execute(found.where(WorkItem.state == ItemState.OPEN)).scalar_one()


def _document(session: Session, request: Request) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(session.get_one(RequestData, (request.id, request.data_rev)).json)
    return found
