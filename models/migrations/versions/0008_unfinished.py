"""Unfinished decisions with a revision, and unfinished start forms."""

import sqlalchemy as sa
from alembic import op

from models.base import UtcTime

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("item_draft", sa.Column("rev", sa.Integer(), server_default="1", nullable=False))
    op.create_table(
        "form_draft",
        sa.Column("request_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("json", sa.Text(), nullable=False),
        sa.Column("rev", sa.Integer(), nullable=False),
        sa.Column("saved_at", UtcTime(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_form_draft_person_id_person")),
        sa.ForeignKeyConstraint(["request_id"], ["request.id"], name=op.f("fk_form_draft_request_id_request")),
        sa.PrimaryKeyConstraint("request_id", name=op.f("pk_form_draft")),
    )
    op.create_index(op.f("ix_form_draft_person_id"), "form_draft", ["person_id"])


def downgrade() -> None:
    op.drop_table("form_draft")
    op.drop_column("item_draft", "rev")
