"""Work items that are given by name: handed on, lent out, asked for, added beside another one (B4, B5)."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

REFERENCES = {"given_to_id": "person", "given_by_id": "person", "parent_id": "work_item"}


def upgrade() -> None:
    for column, table in REFERENCES.items():
        name = f"fk_work_item_{column}_{table}"
        op.execute(f"ALTER TABLE work_item ADD COLUMN {column} INTEGER CONSTRAINT {name} REFERENCES {table} (id)")
    op.add_column("work_item", sa.Column("beside", sa.String(length=32), nullable=True))


def downgrade() -> None:
    for column in ("beside", *REFERENCES):
        op.drop_column("work_item", column)
