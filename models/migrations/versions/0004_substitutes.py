"""Who stands in for whom, from when until when."""

import sqlalchemy as sa
from alembic import op

from models.base import UtcTime

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

PEOPLE = ("person_id", "by_id", "named_by_id")


def upgrade() -> None:
    op.create_table(
        "substitute",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("process", sa.String(64), nullable=True),
        sa.Column("starts_at", UtcTime(), nullable=False),
        sa.Column("ends_at", UtcTime(), nullable=False),
        sa.Column("named_by_id", sa.Integer(), nullable=False),
        sa.Column("created_at", UtcTime(), nullable=False),
        *(sa.ForeignKeyConstraint([name], ["person.id"], name=op.f(f"fk_substitute_{name}_person")) for name in PEOPLE),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_substitute")),
    )
    op.create_index("ix_substitute_by", "substitute", ["by_id", "ends_at"])
    op.create_index("ix_substitute_person", "substitute", ["person_id", "ends_at"])


def downgrade() -> None:
    op.drop_table("substitute")
