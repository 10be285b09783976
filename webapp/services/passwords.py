"""Argon2id hashes of passwords; unknown people cost as much time as wrong passwords."""

from __future__ import annotations

from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

HASHER = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)
"""Argon2id with OWASP's smallest recommended memory: eight sign-ins at once fit beside the program in 150 MB."""


def hash_password(password: str) -> str:
    """Return the Argon2id hash of a password, with its salt and parameters."""
    return HASHER.hash(password)


def verify_password(stored: str | None, password: str) -> bool:
    """Say whether `password` is the one that was hashed; None (no such person) takes as long and says no.

    An empty one is never right, whatever was hashed.
    """
    try:
        return HASHER.verify(stored or _nobody(), password) and stored is not None and password != ""
    except (VerificationError, InvalidHashError):
        return False


def check_new(password: str, least: int) -> None:
    """Raise ValueError for a password of fewer than `least` characters, or one of spaces only."""
    if len(password.strip()) < least:
        raise ValueError(f"a password has at least {least} characters")


def outdated(stored: str) -> bool:
    """Say whether a hash was made with other parameters than today's."""
    return HASHER.check_needs_rehash(stored)


@cache
def _nobody() -> str:
    return HASHER.hash("nobody has this password")
