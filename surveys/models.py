"""The tables of a pulse: sealed boxes while open, group figures after; never who answered, when, or what."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, ForeignKeyConstraint, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from people.models import Base, UtcDateTime


class Pulse(Base):
    """A recurring pulse of a workspace; `next_open_at` is the row by which its next round is due.

    Of `deck`, the keys of its questions, each round asks `per_round`, and never more than `budget` in 30 days. Without
    an `audience` (ids of units) everybody is asked.
    """

    __tablename__ = "pulses"
    __table_args__ = (UniqueConstraint("workspace_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    workspace_id: Mapped[str] = mapped_column(ForeignKey("workspaces.id"))
    deck: Mapped[list[str]] = mapped_column(JSON)
    per_round: Mapped[int]
    budget: Mapped[int]
    every: Mapped[str] = mapped_column(String(16))
    weekday: Mapped[int]
    hour: Mapped[int]
    cron: Mapped[str] = mapped_column(String(64), default="")
    open_days: Mapped[int]
    audience: Mapped[list[int] | None] = mapped_column(JSON(none_as_null=True))
    channel: Mapped[str | None] = mapped_column(String(32))
    starts_on: Mapped[date | None]
    reminders: Mapped[int]
    running: Mapped[bool] = mapped_column(default=True)
    next_open_at: Mapped[datetime] = mapped_column(UtcDateTime)


class OwnItem(Base):
    """A question that an owner added, as its newest version words it; see `surveys.own_items`."""

    __tablename__ = "own_items"

    workspace_id: Mapped[str] = mapped_column(ForeignKey("workspaces.id"), primary_key=True)
    key: Mapped[str] = mapped_column(String(40), primary_key=True)
    version: Mapped[int]
    retired: Mapped[bool] = mapped_column(default=False)
    data: Mapped[dict[str, Any]] = mapped_column(JSON)


class Round(Base):
    """One occurrence of a pulse; all but `state` and `public_key` is frozen at its opening. No time, only dates."""

    __tablename__ = "rounds"
    __table_args__ = (UniqueConstraint("pulse_id", "opens_on"),)

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    workspace_id: Mapped[str] = mapped_column(ForeignKey("workspaces.id"))
    pulse_id: Mapped[int] = mapped_column(ForeignKey("pulses.id"))
    opens_on: Mapped[date]
    closes_on: Mapped[date]
    time_zone: Mapped[str] = mapped_column(String(64))
    state: Mapped[str] = mapped_column(String(16), index=True)
    questions: Mapped[dict[str, Any]] = mapped_column(JSON)
    tree: Mapped[dict[str, Any]] = mapped_column(JSON)
    k: Mapped[int]
    policy: Mapped[str] = mapped_column(String(32))
    consent_version: Mapped[int]
    public_key: Mapped[bytes | None] = mapped_column(LargeBinary)


class Invitee(Base):
    """Who is invited to an open round, and the finest group they are counted in; deleted when the round is shredded."""

    __tablename__ = "invitees"
    __table_args__ = (ForeignKeyConstraint(["workspace_id", "user_id"], ["members.workspace_id", "members.user_id"]),)

    round_id: Mapped[str] = mapped_column(ForeignKey("rounds.id"), primary_key=True)
    user_id: Mapped[str] = mapped_column(String(32), primary_key=True)
    workspace_id: Mapped[str] = mapped_column(String(32))
    cell: Mapped[str] = mapped_column(String(255))


class Audience(Base):
    """Who is counted in a round, whether asked or not: for each finest cell the pseudonyms of its people, sorted.

    Written when the round opens, for the auditor; deleted 90 days later, or when the round is void.
    """

    __tablename__ = "audiences"
    __table_args__ = ({"sqlite_with_rowid": False},)

    round_id: Mapped[str] = mapped_column(ForeignKey("rounds.id"), primary_key=True)
    members: Mapped[dict[str, list[str]]] = mapped_column(JSON)


class Envelope(Base):
    """A sealed ballot under a keyed slot. WITHOUT ROWID on SQLite: a hidden row number tells the order of answers."""

    __tablename__ = "envelopes"
    __table_args__ = ({"sqlite_with_rowid": False},)

    round_id: Mapped[str] = mapped_column(ForeignKey("rounds.id"), primary_key=True)
    slot: Mapped[bytes] = mapped_column(LargeBinary(16), primary_key=True)
    box: Mapped[bytes] = mapped_column(LargeBinary)


class Release(Base):
    """One figure that may be shown, as the range of what it may be; written once, when the round closes."""

    __tablename__ = "releases"
    __table_args__ = ({"sqlite_with_rowid": False},)

    round_id: Mapped[str] = mapped_column(ForeignKey("rounds.id"), primary_key=True)
    cell: Mapped[str] = mapped_column(String(255), primary_key=True)
    item: Mapped[str] = mapped_column(String(64), primary_key=True)
    statistic: Mapped[str] = mapped_column(String(16), primary_key=True)
    lo: Mapped[int]
    hi: Mapped[int]


class Comment(Base):
    """A comment of a round, encrypted, in shuffled order, beside no answer and no author.

    `item` is the item that it answers or comments on, or nothing for what was said of the whole. Those of each item are
    shuffled on their own, so that nothing joins two of one person. `tagged_by`, the version of the tagger, is the same
    for all of a round.
    """

    __tablename__ = "comments"
    __table_args__ = ({"sqlite_with_rowid": False},)

    round_id: Mapped[str] = mapped_column(ForeignKey("rounds.id"), primary_key=True)
    cell: Mapped[str] = mapped_column(String(255), primary_key=True)
    item: Mapped[str] = mapped_column(String(64), primary_key=True, default="")
    position: Mapped[int] = mapped_column(primary_key=True)
    body: Mapped[bytes] = mapped_column(LargeBinary)
    language: Mapped[str] = mapped_column(String(8))
    sentiment: Mapped[str] = mapped_column(String(16))
    themes: Mapped[list[str]] = mapped_column(JSON)
    tagged_by: Mapped[str | None] = mapped_column(String(64))
