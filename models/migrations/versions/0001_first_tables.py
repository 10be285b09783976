"""First tables."""

import sqlalchemy as sa
from alembic import op

import models.base
from models.triggers import statements

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "bundle",
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.Column("created_at", models.base.UtcTime(), nullable=False),
        sa.PrimaryKeyConstraint("hash", name=op.f("pk_bundle")),
    )
    op.create_table(
        "calendar_day",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("working", sa.Boolean(), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.PrimaryKeyConstraint("day", name=op.f("pk_calendar_day")),
    )
    op.create_table(
        "material",
        sa.Column("code", sa.String(length=32), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("specification", sa.String(length=200), nullable=False),
        sa.Column("model", sa.String(length=200), nullable=False),
        sa.Column("unit", sa.String(length=20), nullable=False),
        sa.Column(
            "kind",
            sa.Enum("tool", "consumable", "spare_part", name="materialkind", native_enum=False, length=32),
            nullable=False,
        ),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_material")),
    )
    with op.batch_alter_table("material", schema=None) as batch_op:
        batch_op.create_index("ix_material_kind", ["kind", "code"], unique=False)

    op.create_table(
        "person",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("login", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("language", sa.String(length=16), nullable=False),
        sa.Column("password_hash", sa.String(length=200), nullable=True),
        sa.Column("superior_id", sa.Integer(), nullable=True),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("loopback_only", sa.Boolean(), nullable=False),
        sa.Column("epoch", sa.Integer(), nullable=False),
        sa.Column("created_at", models.base.UtcTime(), nullable=False),
        sa.ForeignKeyConstraint(["superior_id"], ["person.id"], name=op.f("fk_person_superior_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person")),
        sa.UniqueConstraint("login", name=op.f("uq_person_login")),
    )
    op.create_table(
        "serial",
        sa.Column("process", sa.String(length=64), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("process", "year", name=op.f("pk_serial")),
    )
    op.create_table(
        "sign_in_attempt",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("login", sa.String(length=64), nullable=False),
        sa.Column("address", sa.String(length=64), nullable=False),
        sa.Column("at", models.base.UtcTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_in_attempt")),
    )
    with op.batch_alter_table("sign_in_attempt", schema=None) as batch_op:
        batch_op.create_index("ix_sign_in_attempt_address", ["address", "at"], unique=False)
        batch_op.create_index("ix_sign_in_attempt_login", ["login", "at"], unique=False)

    op.create_table(
        "unit",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=64), nullable=False),
        sa.Column(
            "kind",
            sa.Enum("company", "department", "business_unit", "site", name="unitkind", native_enum=False, length=32),
            nullable=False,
        ),
        sa.Column("parent_id", sa.Integer(), nullable=True),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("name_en", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(["parent_id"], ["unit.id"], name=op.f("fk_unit_parent_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_unit")),
        sa.UniqueConstraint("code", name=op.f("uq_unit_code")),
    )
    with op.batch_alter_table("unit", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_unit_parent_id"), ["parent_id"], unique=False)

    op.create_table(
        "action",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("action_id", sa.String(length=100), nullable=False),
        sa.Column("body_hash", sa.String(length=64), nullable=False),
        sa.Column("status", sa.Integer(), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("at", models.base.UtcTime(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_action_person_id_person")),
        sa.PrimaryKeyConstraint("person_id", "action_id", name=op.f("pk_action")),
    )
    op.create_table(
        "assignment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column(
            "role",
            sa.Enum(
                "site_staff",
                "site_keeper",
                "site_rep",
                "planner",
                "accountant",
                "supervisor",
                "manager",
                "production_planner",
                "warehouse_keeper",
                "buyer",
                "agent",
                "duty_manager",
                "inspector",
                "repairer",
                "salesperson",
                "management_representative",
                "deputy_general_manager",
                "general_manager",
                "process_owner",
                "admin",
                "auditor",
                name="role",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("unit_id", sa.Integer(), nullable=True),
        sa.Column("process", sa.String(length=64), nullable=True),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.CheckConstraint("(unit_id is null) <> (process is null)", name=op.f("ck_assignment_unit_or_process")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_assignment_person_id_person")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_assignment_unit_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assignment")),
    )
    with op.batch_alter_table("assignment", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_assignment_person_id"), ["person_id"], unique=False)
        batch_op.create_index("ix_assignment_role_unit", ["role", "unit_id"], unique=False)

    op.create_table(
        "bundle_file",
        sa.Column("bundle_hash", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["bundle_hash"], ["bundle.hash"], name=op.f("fk_bundle_file_bundle_hash_bundle")),
        sa.PrimaryKeyConstraint("bundle_hash", "name", name=op.f("pk_bundle_file")),
    )
    op.create_table(
        "principal",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column(
            "kind", sa.Enum("person", "role", name="principalkind", native_enum=False, length=32), nullable=False
        ),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column(
            "role",
            sa.Enum(
                "site_staff",
                "site_keeper",
                "site_rep",
                "planner",
                "accountant",
                "supervisor",
                "manager",
                "production_planner",
                "warehouse_keeper",
                "buyer",
                "agent",
                "duty_manager",
                "inspector",
                "repairer",
                "salesperson",
                "management_representative",
                "deputy_general_manager",
                "general_manager",
                "process_owner",
                "admin",
                "auditor",
                name="role",
                native_enum=False,
                length=32,
            ),
            nullable=True,
        ),
        sa.Column("unit_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_principal_person_id_person")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_principal_unit_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_principal")),
        sa.UniqueConstraint("person_id", name=op.f("uq_principal_person_id")),
        sa.UniqueConstraint("role", "unit_id", name=op.f("uq_principal_role_unit_id")),
    )
    op.create_table(
        "process_version",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("bundle_hash", sa.String(length=64), nullable=False),
        sa.Column("origin", sa.Enum("shipped", "owner", name="origin", native_enum=False, length=32), nullable=False),
        sa.Column("offer", sa.Boolean(), nullable=False),
        sa.Column("effective_from", models.base.UtcTime(), nullable=False),
        sa.Column("released_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["bundle_hash"], ["bundle.hash"], name=op.f("fk_process_version_bundle_hash_bundle")),
        sa.ForeignKeyConstraint(
            ["released_by_id"], ["person.id"], name=op.f("fk_process_version_released_by_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_process_version")),
        sa.UniqueConstraint("key", "number", name=op.f("uq_process_version_key_number")),
    )
    op.create_table(
        "session",
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("epoch", sa.Integer(), nullable=False),
        sa.Column("created_at", models.base.UtcTime(), nullable=False),
        sa.Column("expires_at", models.base.UtcTime(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_session_person_id_person")),
        sa.PrimaryKeyConstraint("token_hash", name=op.f("pk_session")),
    )
    with op.batch_alter_table("session", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_session_person_id"), ["person_id"], unique=False)

    op.create_table(
        "token",
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("created_at", models.base.UtcTime(), nullable=False),
        sa.Column("expires_at", models.base.UtcTime(), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_token_person_id_person")),
        sa.PrimaryKeyConstraint("hash", name=op.f("pk_token")),
    )
    with op.batch_alter_table("token", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_token_person_id"), ["person_id"], unique=False)

    op.create_table(
        "request",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("process", sa.String(length=64), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(length=64), nullable=True),
        sa.Column("unit_id", sa.Integer(), nullable=True),
        sa.Column("initiator_id", sa.Integer(), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "draft",
                "open",
                "approved",
                "rejected",
                "withdrawn",
                "ended",
                name="status",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("rev", sa.Integer(), nullable=False),
        sa.Column("data_rev", sa.Integer(), nullable=False),
        sa.Column("state", sa.LargeBinary(), nullable=True),
        sa.Column("next_due", models.base.UtcTime(), nullable=True),
        sa.Column("summary", sa.Text(), nullable=False),
        sa.Column("created_at", models.base.UtcTime(), nullable=False),
        sa.Column("submitted_at", models.base.UtcTime(), nullable=True),
        sa.Column("closed_at", models.base.UtcTime(), nullable=True),
        sa.ForeignKeyConstraint(["initiator_id"], ["person.id"], name=op.f("fk_request_initiator_id_person")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_request_unit_id_unit")),
        sa.ForeignKeyConstraint(
            ["version_id"], ["process_version.id"], name=op.f("fk_request_version_id_process_version")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_request")),
        sa.UniqueConstraint("number", name=op.f("uq_request_number")),
    )
    with op.batch_alter_table("request", schema=None) as batch_op:
        batch_op.create_index("ix_request_initiator", ["initiator_id", "created_at", "id"], unique=False)
        batch_op.create_index("ix_request_process", ["process", "created_at", "id"], unique=False)
        batch_op.create_index("ix_request_unit", ["unit_id", "created_at", "id"], unique=False)

    op.create_table(
        "attachment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(length=255), nullable=False),
        sa.Column("type", sa.String(length=100), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("uploader_id", sa.Integer(), nullable=False),
        sa.Column("request_id", sa.Integer(), nullable=True),
        sa.Column("step", sa.String(length=200), nullable=True),
        sa.Column("created_at", models.base.UtcTime(), nullable=False),
        sa.ForeignKeyConstraint(["request_id"], ["request.id"], name=op.f("fk_attachment_request_id_request")),
        sa.ForeignKeyConstraint(["uploader_id"], ["person.id"], name=op.f("fk_attachment_uploader_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attachment")),
    )
    with op.batch_alter_table("attachment", schema=None) as batch_op:
        batch_op.create_index("ix_attachment_request", ["request_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_attachment_uploader_id"), ["uploader_id"], unique=False)

    op.create_table(
        "decision",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("request_id", sa.Integer(), nullable=False),
        sa.Column("element", sa.String(length=200), nullable=False),
        sa.Column("table_name", sa.String(length=200), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("inputs", sa.Text(), nullable=False),
        sa.Column("outputs", sa.Text(), nullable=False),
        sa.Column("matched_rows", sa.Text(), nullable=False),
        sa.Column("at", models.base.UtcTime(), nullable=False),
        sa.ForeignKeyConstraint(["request_id"], ["request.id"], name=op.f("fk_decision_request_id_request")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_decision")),
    )
    with op.batch_alter_table("decision", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_decision_request_id"), ["request_id"], unique=False)

    op.create_table(
        "fact",
        sa.Column("request_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("text", sa.String(length=500), nullable=False),
        sa.Column("num", sa.Float(), nullable=True),
        sa.Column("at", models.base.UtcTime(), nullable=True),
        sa.ForeignKeyConstraint(["request_id"], ["request.id"], name=op.f("fk_fact_request_id_request")),
        sa.PrimaryKeyConstraint("request_id", "name", name=op.f("pk_fact")),
    )
    with op.batch_alter_table("fact", schema=None) as batch_op:
        batch_op.create_index("ix_fact_name_num", ["name", "num"], unique=False)
        batch_op.create_index("ix_fact_name_text", ["name", "text"], unique=False)

    op.create_table(
        "link",
        sa.Column("from_id", sa.Integer(), nullable=False),
        sa.Column("to_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(["from_id"], ["request.id"], name=op.f("fk_link_from_id_request")),
        sa.ForeignKeyConstraint(["to_id"], ["request.id"], name=op.f("fk_link_to_id_request")),
        sa.PrimaryKeyConstraint("from_id", "to_id", "kind", name=op.f("pk_link")),
    )
    op.create_table(
        "reader",
        sa.Column("principal_id", sa.Integer(), nullable=False),
        sa.Column("request_id", sa.Integer(), nullable=False),
        sa.Column(
            "reason",
            sa.Enum(
                "initiator",
                "acted",
                "copied",
                "filed",
                "leader",
                "owner",
                name="readerreason",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("at", models.base.UtcTime(), nullable=False),
        sa.Column("read_at", models.base.UtcTime(), nullable=True),
        sa.Column("superseded", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["principal_id"], ["principal.id"], name=op.f("fk_reader_principal_id_principal")),
        sa.ForeignKeyConstraint(["request_id"], ["request.id"], name=op.f("fk_reader_request_id_request")),
        sa.PrimaryKeyConstraint("principal_id", "request_id", "reason", name=op.f("pk_reader")),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("reader", schema=None) as batch_op:
        batch_op.create_index("ix_reader_request", ["request_id"], unique=False)

    op.create_table(
        "request_data",
        sa.Column("request_id", sa.Integer(), nullable=False),
        sa.Column("rev", sa.Integer(), nullable=False),
        sa.Column("json", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["request_id"], ["request.id"], name=op.f("fk_request_data_request_id_request")),
        sa.PrimaryKeyConstraint("request_id", "rev", name=op.f("pk_request_data")),
    )
    op.create_table(
        "step_run",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("request_id", sa.Integer(), nullable=False),
        sa.Column("engine_task", sa.String(length=32), nullable=True),
        sa.Column("step", sa.String(length=200), nullable=False),
        sa.Column("scope", sa.String(length=200), nullable=True),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("rule", sa.String(length=16), nullable=False),
        sa.Column("outcome", sa.String(length=32), nullable=True),
        sa.Column("correction_run_id", sa.Integer(), nullable=True),
        sa.Column("opened_at", models.base.UtcTime(), nullable=False),
        sa.Column("closed_at", models.base.UtcTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["correction_run_id"], ["step_run.id"], name=op.f("fk_step_run_correction_run_id_step_run")
        ),
        sa.ForeignKeyConstraint(["request_id"], ["request.id"], name=op.f("fk_step_run_request_id_request")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_step_run")),
    )
    with op.batch_alter_table("step_run", schema=None) as batch_op:
        batch_op.create_index("ix_step_run_request", ["request_id", "id"], unique=False)
        batch_op.create_index("uq_step_run_engine_task", ["engine_task", "request_id"], unique=True)

    op.create_table(
        "trail",
        sa.Column("request_id", sa.Integer(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("at", models.base.UtcTime(), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=True),
        sa.Column(
            "action",
            sa.Enum(
                "submit",
                "resubmit",
                "approve",
                "reject",
                "return",
                "correct",
                "withdraw",
                "comment",
                "attach",
                "auto_skip",
                "auto_cancel",
                "auto_default",
                "auto_fallback",
                "auto_effect",
                "auto_decision",
                "auto_step_by_step",
                "auto_remind",
                "auto_late",
                "auto_timer",
                "auto_end",
                name="event",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("step", sa.String(length=200), nullable=True),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("detail_hash", sa.String(length=64), nullable=False),
        sa.Column("prev", sa.String(length=64), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(["actor_id"], ["person.id"], name=op.f("fk_trail_actor_id_person")),
        sa.ForeignKeyConstraint(["request_id"], ["request.id"], name=op.f("fk_trail_request_id_request")),
        sa.PrimaryKeyConstraint("request_id", "seq", name=op.f("pk_trail")),
    )
    op.create_table(
        "trail_detail",
        sa.Column("request_id", sa.Integer(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("salt", sa.String(length=32), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["request_id"], ["request.id"], name=op.f("fk_trail_detail_request_id_request")),
        sa.PrimaryKeyConstraint("request_id", "seq", name=op.f("pk_trail_detail")),
    )
    op.create_table(
        "visit",
        sa.Column("request_id", sa.Integer(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("element", sa.String(length=200), nullable=False),
        sa.Column("scope", sa.String(length=200), nullable=True),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("at", models.base.UtcTime(), nullable=False),
        sa.ForeignKeyConstraint(["request_id"], ["request.id"], name=op.f("fk_visit_request_id_request")),
        sa.PrimaryKeyConstraint("request_id", "seq", name=op.f("pk_visit")),
    )
    op.create_table(
        "work_item",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("step_run_id", sa.Integer(), nullable=False),
        sa.Column("request_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum("sign", "correction", "consult", "delegated", name="itemkind", native_enum=False, length=32),
            nullable=False,
        ),
        sa.Column("item_key", sa.String(length=200), nullable=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "waiting", "open", "suspended", "done", "cancelled", name="itemstate", native_enum=False, length=32
            ),
            nullable=False,
        ),
        sa.Column("assignee_id", sa.Integer(), nullable=True),
        sa.Column("acted_by_id", sa.Integer(), nullable=True),
        sa.Column("for_person_id", sa.Integer(), nullable=True),
        sa.Column("outcome", sa.String(length=32), nullable=True),
        sa.Column("seen_data_rev", sa.Integer(), nullable=True),
        sa.Column("due_at", models.base.UtcTime(), nullable=True),
        sa.Column("rested_seconds", sa.Integer(), nullable=True),
        sa.Column("late_at", models.base.UtcTime(), nullable=True),
        sa.Column("rev", sa.Integer(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("opened_at", models.base.UtcTime(), nullable=False),
        sa.Column("done_at", models.base.UtcTime(), nullable=True),
        sa.ForeignKeyConstraint(["acted_by_id"], ["person.id"], name=op.f("fk_work_item_acted_by_id_person")),
        sa.ForeignKeyConstraint(["assignee_id"], ["person.id"], name=op.f("fk_work_item_assignee_id_person")),
        sa.ForeignKeyConstraint(["for_person_id"], ["person.id"], name=op.f("fk_work_item_for_person_id_person")),
        sa.ForeignKeyConstraint(["request_id"], ["request.id"], name=op.f("fk_work_item_request_id_request")),
        sa.ForeignKeyConstraint(["step_run_id"], ["step_run.id"], name=op.f("fk_work_item_step_run_id_step_run")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_work_item")),
    )
    with op.batch_alter_table("work_item", schema=None) as batch_op:
        batch_op.create_index(
            "ix_work_item_done",
            ["acted_by_id", "done_at", "id"],
            unique=False,
            sqlite_where=sa.text("state = 'done'"),
            postgresql_where=sa.text("state = 'done'"),
        )
        batch_op.create_index(
            "ix_work_item_due",
            ["due_at"],
            unique=False,
            sqlite_where=sa.text("state = 'open'"),
            postgresql_where=sa.text("state = 'open'"),
        )
        batch_op.create_index("ix_work_item_request", ["request_id", "id"], unique=False)
        batch_op.create_index(batch_op.f("ix_work_item_step_run_id"), ["step_run_id"], unique=False)

    op.create_table(
        "candidate",
        sa.Column("principal_id", sa.Integer(), nullable=False),
        sa.Column("created_at", models.base.UtcTime(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["item_id"], ["work_item.id"], name=op.f("fk_candidate_item_id_work_item")),
        sa.ForeignKeyConstraint(["principal_id"], ["principal.id"], name=op.f("fk_candidate_principal_id_principal")),
        sa.PrimaryKeyConstraint("principal_id", "created_at", "item_id", name=op.f("pk_candidate")),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("candidate", schema=None) as batch_op:
        batch_op.create_index("ix_candidate_item", ["item_id"], unique=False)

    op.create_table(
        "exclusion",
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["item_id"], ["work_item.id"], name=op.f("fk_exclusion_item_id_work_item")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_exclusion_person_id_person")),
        sa.PrimaryKeyConstraint("item_id", "person_id", name=op.f("pk_exclusion")),
    )
    op.create_table(
        "item_draft",
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("json", sa.Text(), nullable=False),
        sa.Column("saved_at", models.base.UtcTime(), nullable=False),
        sa.ForeignKeyConstraint(["item_id"], ["work_item.id"], name=op.f("fk_item_draft_item_id_work_item")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_item_draft_person_id_person")),
        sa.PrimaryKeyConstraint("item_id", "person_id", name=op.f("pk_item_draft")),
    )
    op.create_table(
        "notice",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("request_id", sa.Integer(), nullable=True),
        sa.Column("item_id", sa.Integer(), nullable=True),
        sa.Column("code", sa.String(length=64), nullable=False),
        sa.Column("params", sa.Text(), nullable=False),
        sa.Column("at", models.base.UtcTime(), nullable=False),
        sa.Column("read_at", models.base.UtcTime(), nullable=True),
        sa.ForeignKeyConstraint(["item_id"], ["work_item.id"], name=op.f("fk_notice_item_id_work_item")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_notice_person_id_person")),
        sa.ForeignKeyConstraint(["request_id"], ["request.id"], name=op.f("fk_notice_request_id_request")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notice")),
    )
    with op.batch_alter_table("notice", schema=None) as batch_op:
        batch_op.create_index("ix_notice_person", ["person_id", "at", "id"], unique=False)
        batch_op.create_index(batch_op.f("ix_notice_request_id"), ["request_id"], unique=False)

    op.create_table(
        "timer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("request_id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=True),
        sa.Column(
            "kind", sa.Enum("remind", "late", "engine", name="timerkind", native_enum=False, length=32), nullable=False
        ),
        sa.Column("due_at", models.base.UtcTime(), nullable=False),
        sa.Column("fired_at", models.base.UtcTime(), nullable=True),
        sa.ForeignKeyConstraint(["item_id"], ["work_item.id"], name=op.f("fk_timer_item_id_work_item")),
        sa.ForeignKeyConstraint(["request_id"], ["request.id"], name=op.f("fk_timer_request_id_request")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_timer")),
    )
    with op.batch_alter_table("timer", schema=None) as batch_op:
        batch_op.create_index(
            "ix_timer_due",
            ["due_at"],
            unique=False,
            sqlite_where=sa.text("fired_at is null"),
            postgresql_where=sa.text("fired_at is null"),
        )
        batch_op.create_index(batch_op.f("ix_timer_item_id"), ["item_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_timer_request_id"), ["request_id"], unique=False)
    for statement in statements(op.get_bind().dialect.name):
        op.execute(statement)


def downgrade() -> None:
    raise RuntimeError("the first tables have nothing below them")
