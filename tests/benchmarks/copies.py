"""More requests in the demo's database: copies of its rows, so that figures can be taken with thousands."""

from sqlalchemy import Connection, Table, func, literal, select

from models import Base, Database, Request, WorkItem
from models.work import StepRun

SHIFTED = {"request": Request, "step_run": StepRun, "work_item": WorkItem}
"""Tables whose ids the copies get anew, and with them every column that refers to one."""


def multiply(database: Database, wanted: int) -> int:
    """Copy the requests that are there until there are at least `wanted`; how many there are now."""
    with database.engine.begin() as connection:
        there = connection.execute(select(func.count()).select_from(Request)).scalar_one()
        steps = {name: _highest(connection, model.__table__) for name, model in SHIFTED.items()}
        copies = -(-wanted // there) - 1
        for copy in range(1, copies + 1):
            for table in Base.metadata.sorted_tables:
                if _refers(table):
                    _copy(connection, table, {name: step * copy for name, step in steps.items()}, copy, steps)
    return int(there * (copies + 1))


def _highest(connection: Connection, table: Table) -> int:
    return int(connection.execute(select(func.max(table.c.id))).scalar_one())


def _target(table: Table, column: str) -> str | None:
    if table.name in SHIFTED and column == "id":
        return table.name
    keys = [key.column.table.name for key in table.c[column].foreign_keys]
    return next((name for name in keys if name in SHIFTED), None)


def _refers(table: Table) -> bool:
    return any(_target(table, column.name) for column in table.c)


def _copy(connection: Connection, table: Table, shift: dict[str, int], copy: int, steps: dict[str, int]) -> None:
    names, values, limits = [], [], []
    for column in table.c:
        target = _target(table, column.name)
        if column.name == "id" and target is None:
            continue
        names.append(column.name)
        if target:
            values.append(column + shift[target])
            limits.append((column <= steps[target]) | column.is_(None))
        elif column.name == "number":
            values.append(column + literal(f"-{copy}"))
        else:
            values.append(column)
    connection.execute(table.insert().from_select(names, select(*values).where(*limits)))
