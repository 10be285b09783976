"""Triggers that keep the trail append-only (architecture decision 11)."""

SQLITE = tuple(
    f"CREATE TRIGGER trail_no_{verb.lower()} BEFORE {verb} ON trail "
    "BEGIN SELECT RAISE(ABORT, 'the trail is append-only'); END"
    for verb in ("UPDATE", "DELETE")
)
POSTGRESQL = (
    "CREATE FUNCTION trail_append_only() RETURNS trigger LANGUAGE plpgsql AS "
    "$$ BEGIN RAISE EXCEPTION 'the trail is append-only'; END $$",
    "CREATE TRIGGER trail_no_change BEFORE UPDATE OR DELETE ON trail FOR EACH ROW EXECUTE FUNCTION trail_append_only()",
    "CREATE TRIGGER trail_no_truncate BEFORE TRUNCATE ON trail FOR EACH STATEMENT EXECUTE FUNCTION trail_append_only()",
)


def statements(dialect: str) -> tuple[str, ...]:
    """The statements that make the triggers on `dialect` ('sqlite' or 'postgresql')."""
    return SQLITE if dialect == "sqlite" else POSTGRESQL
