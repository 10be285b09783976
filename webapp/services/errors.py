"""What a verb may answer instead of doing it: one class per problem type; `webapp.errors` maps them to HTTP."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any, ClassVar

from forms.kit import Fault


class Problem(Exception):
    """A verb was not done. `code` names the problem type, `reason` and `params` the sentence that webapp translates."""

    code: ClassVar[str] = "invalid"
    status: ClassVar[int] = 422

    def __init__(self, reason: str = "", **params: Any) -> None:
        self.reason = reason or self.code.replace("-", "_")
        self.params: dict[str, Any] = params
        super().__init__(f"{self.reason.replace('_', ' ')}{f' {params}' if params else ''}")


class NotFound(Problem):
    """There is no such thing for this person: it does not exist, or they may not know."""

    code = "not-found"
    status = 404


class NotAllowed(Problem):
    """They may see it but not do this."""

    code = "not-allowed"
    status = 403


class FieldNotYours(Problem):
    """Fields were sent that this step may not write; `faults` names each."""

    code = "field-not-yours"
    status = 403

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__(fields=[fault.pointer for fault in self.faults])


class AlreadyDone(Problem):
    """Someone was faster: `by` (a name), `at`, `outcome` say who, when and how (B17)."""

    code = "already-done"
    status = 409

    def __init__(self, by: str | None, at: datetime | None, outcome: str | None) -> None:
        self.by, self.at, self.outcome = by, at, outcome
        super().__init__(by=by, at=at, outcome=outcome)


class Stale(Problem):
    """The page they saw is no longer what is there: the `version` now, and which fields `changed`."""

    code = "stale"
    status = 409

    def __init__(self, version: str, changed: Collection[str] = (), **params: Any) -> None:
        self.version, self.changed = version, tuple(changed)
        super().__init__(version=version, changed=list(self.changed), **params)


class Invalid(Problem):
    """What was sent breaks rules; `faults` holds every one at its field."""

    code = "invalid"
    status = 422

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__(faults=[f"{fault.pointer} {fault.code}" for fault in self.faults])

    @classmethod
    def at(cls, pointer: str, code: str, rule: str = "", **params: Any) -> Invalid:
        """Return the problem with one fault at `pointer`; `rule` is a rule id or schema keyword, else the code."""
        return cls((Fault(pointer, rule or code, code, params),))


class ActionReused(Problem):
    """The action id was used before with another body."""

    code = "action-reused"
    status = 422


class TooLarge(Problem):
    """More bytes than `limit` (in params)."""

    code = "too-large"
    status = 413


class TooMany(Problem):
    """Too many tries; again in `seconds` (in params)."""

    code = "too-many"
    status = 429


class Busy(Problem):
    """The program cannot answer now; trying again is right."""

    code = "busy"
    status = 503
