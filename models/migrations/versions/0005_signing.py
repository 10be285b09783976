"""Steps that several sign: what each item is about, its weight, the share that is needed, who holds it alone."""

import sqlalchemy as sa
from alembic import op

import models.base

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("step_run", sa.Column("share", sa.String(length=64), nullable=True))
    op.add_column("work_item", sa.Column("item", sa.Text(), nullable=True))
    op.add_column("work_item", sa.Column("weight", sa.String(length=64), nullable=True))
    op.add_column("work_item", sa.Column("claimed_at", models.base.UtcTime(), nullable=True))


def downgrade() -> None:
    for column in ("claimed_at", "weight", "item"):
        op.drop_column("work_item", column)
    op.drop_column("step_run", "share")
