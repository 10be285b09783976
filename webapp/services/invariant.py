"""What must hold of the rows at any time (contracts.md, Tables); asked after every test and by `approvals doctor`."""

from __future__ import annotations

from sqlalchemy.orm import Session


def faults(session: Session) -> list[str]:
    """Every breach in words, empty when all is well."""
    raise NotImplementedError
