"""Alembic's entry: runs migrations on the connection that `models.migrate` hands over."""

from alembic import context

from models import Base

connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=Base.metadata,
    compare_type=True,
    render_as_batch=connection.dialect.name == "sqlite",
    user_module_prefix="models.base.",
    transaction_per_migration=False,
)
with context.begin_transaction():
    context.run_migrations()
