"""The catalogue is searched by one folded text: width, case, Traditional and Simplified are the same."""

import sqlalchemy as sa
from alembic import op

from models.catalogue import search_key

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("material", sa.Column("search", sa.Text(), nullable=False, server_default=""))
    names = ("code", "name", "specification", "model")
    material = sa.table("material", *(sa.column(name) for name in (*names, "search")))
    connection = op.get_bind()
    keys = [
        {"of": row.code, "key": search_key(*row)}
        for row in connection.execute(sa.select(*(material.c[name] for name in names)))
    ]
    if keys:
        change = sa.update(material).where(material.c.code == sa.bindparam("of"))
        connection.execute(change.values(search=sa.bindparam("key")), keys)


def downgrade() -> None:
    op.drop_column("material", "search")
