"""The tables of who is in a workspace: units, members, and what each asked for. No name or e-mail is kept."""

from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    DateTime,
    Dialect,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    MetaData,
    String,
    TypeDecorator,
    UniqueConstraint,
    false,
    text,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


class Base(DeclarativeBase):
    """The one registry of tables; names of constraints are fixed so that migrations can name them."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(column_0_label)s",
            "uq": "uq_%(table_name)s_%(column_0_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )


class UtcDateTime(TypeDecorator[datetime]):
    """An aware instant, kept in UTC; a naive one is a mistake and raises ValueError."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002 - SQLAlchemy's signature
        """Refuse naive instants and turn the others to UTC."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("an instant needs its time zone: pass an aware datetime")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002 - SQLAlchemy's signature
        """SQLite forgets the zone: what was stored is UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Workspace(Base):
    """One Slack workspace (Slack's team id); `listed` once all its people were read: who comes later is new."""

    __tablename__ = "workspaces"

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    name: Mapped[str] = mapped_column(String(255))
    language: Mapped[str] = mapped_column(String(2), default="en")
    time_zone: Mapped[str] = mapped_column(String(64), default="UTC")
    stopped: Mapped[bool] = mapped_column(default=False, server_default=text("false"))
    listed: Mapped[bool] = mapped_column(default=False, server_default=false())


class Unit(Base):
    """A unit of the organisation; the tree hangs together by `parent_id`."""

    __tablename__ = "units"
    # A number is never given twice: rounds name units by it long after they are gone.
    __table_args__ = (UniqueConstraint("workspace_id", "parent_id", "name"), {"sqlite_autoincrement": True})

    id: Mapped[int] = mapped_column(primary_key=True)
    workspace_id: Mapped[str] = mapped_column(ForeignKey("workspaces.id"))
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("units.id"))
    name: Mapped[str] = mapped_column(String(150))


class Member(Base):
    """A person of the workspace: Slack's user id, and what is needed to write to them in their language and time.

    `joined_on` is None for who was there before. `away_until` is when somebody on leave is back; not why they are away.
    """

    __tablename__ = "members"

    workspace_id: Mapped[str] = mapped_column(ForeignKey("workspaces.id"), primary_key=True)
    user_id: Mapped[str] = mapped_column(String(32), primary_key=True)
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("units.id"))
    language: Mapped[str] = mapped_column(String(2), default="en")
    time_zone: Mapped[str] = mapped_column(String(64), default="UTC")
    active: Mapped[bool] = mapped_column(default=True)
    joined_on: Mapped[date | None]
    away_until: Mapped[datetime | None] = mapped_column(UtcDateTime)


class Manager(Base):
    """Who is told about a unit; a unit may have several, and a person several units."""

    __tablename__ = "managers"
    __table_args__ = (ForeignKeyConstraint(["workspace_id", "user_id"], ["members.workspace_id", "members.user_id"]),)

    workspace_id: Mapped[str] = mapped_column(String(32), primary_key=True)
    user_id: Mapped[str] = mapped_column(String(32), primary_key=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("units.id"), primary_key=True)


class Preference(Base):
    """What a member asked for; private: no manager, owner or export ever reads it. Weekday 0 is Monday."""

    __tablename__ = "preferences"

    workspace_id: Mapped[str] = mapped_column(String(32), primary_key=True)
    user_id: Mapped[str] = mapped_column(String(32), primary_key=True)
    language: Mapped[str | None] = mapped_column(String(2))
    paused_until: Mapped[date | None]
    opted_out: Mapped[bool] = mapped_column(default=False)
    weekday: Mapped[int | None]
    hour: Mapped[int | None]


PENDING, CLAIMED = text("deliveries.state = 'pending'"), text("deliveries.state = 'claimed'")
"""Spelt out where they are asked, too: a plan that was made for any value of a parameter could use neither index."""


class Delivery(Base):
    """One message owed to one person, or to a channel; its state says what became of it. It never speaks of an answer.

    `user_id` is what Slack takes as the channel of a message: a person's id (U...), or a channel's (C...).
    """

    __tablename__ = "deliveries"
    __table_args__ = (
        UniqueConstraint("workspace_id", "kind", "subject", "user_id"),
        # Only of what is owed or under way: a ledger of a year is as quick as one of a day.
        Index("ix_deliveries_due", "workspace_id", "due_at", "id", postgresql_where=PENDING, sqlite_where=PENDING),
        Index("ix_deliveries_claimed", "claimed_at", postgresql_where=CLAIMED, sqlite_where=CLAIMED),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    workspace_id: Mapped[str] = mapped_column(ForeignKey("workspaces.id"))
    kind: Mapped[str] = mapped_column(String(16))
    subject: Mapped[str] = mapped_column(String(32))
    user_id: Mapped[str] = mapped_column(String(32))
    state: Mapped[str] = mapped_column(String(16), default="pending")
    due_at: Mapped[datetime] = mapped_column(UtcDateTime)
    claimed_by: Mapped[str | None] = mapped_column(String(64))
    claimed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    code: Mapped[str | None] = mapped_column(String(64))


class Pacing(Base):
    """How fast a workspace may be sent to, and why not at all (`people.pace`); all its workers share this row."""

    __tablename__ = "paces"

    workspace_id: Mapped[str] = mapped_column(ForeignKey("workspaces.id"), primary_key=True)
    per_minute: Mapped[float]
    ceiling: Mapped[float | None]
    next_at: Mapped[datetime] = mapped_column(UtcDateTime)
    held_until: Mapped[datetime | None] = mapped_column(UtcDateTime)
    lowered_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    cuts: Mapped[int]
    strikes: Mapped[int]
    halted: Mapped[str | None] = mapped_column(String(64))
    halted_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    probe_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class Owner(Base):
    """Who is in charge of the programme: an owner, or the representative of the employees, who only reads."""

    __tablename__ = "owners"

    workspace_id: Mapped[str] = mapped_column(ForeignKey("workspaces.id"), primary_key=True)
    user_id: Mapped[str] = mapped_column(String(32), primary_key=True)
    role: Mapped[str] = mapped_column(String(16))


class Change(Base):
    """Something of the set-up that an owner, or the command line (no `user_id`), changed; rows are only ever added."""

    __tablename__ = "changes"
    __table_args__ = ({"sqlite_autoincrement": True},)

    id: Mapped[int] = mapped_column(primary_key=True)
    workspace_id: Mapped[str] = mapped_column(ForeignKey("workspaces.id"), index=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    user_id: Mapped[str | None] = mapped_column(String(32))
    what: Mapped[str] = mapped_column(String(32))
    details: Mapped[dict[str, Any]] = mapped_column(JSON)


class Draft(Base):
    """What an owner has filled in of the set-up and not started; `base` is the last change that they had seen."""

    __tablename__ = "drafts"

    workspace_id: Mapped[str] = mapped_column(ForeignKey("workspaces.id"), primary_key=True)
    user_id: Mapped[str] = mapped_column(String(32), primary_key=True)
    base: Mapped[int]
    data: Mapped[dict[str, Any]] = mapped_column(JSON)
