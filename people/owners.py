"""Who is in charge of the programme: its owners, and the representative of the employees, who changes nothing."""

from datetime import datetime
from typing import Final, Literal, get_args

from sqlalchemy import or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from people import changes, drafts
from people.models import Member, Owner

Role = Literal["owner", "representative"]
ROLES: Final[tuple[Role, ...]] = get_args(Role)


async def owners_of(session: AsyncSession, workspace_id: str) -> dict[str, Role]:
    """Who is in charge, by user id; who has left the workspace is in charge of nothing."""
    joined = (Member.workspace_id == Owner.workspace_id) & (Member.user_id == Owner.user_id)
    rows = await session.execute(
        select(Owner.user_id, Owner.role)
        .outerjoin(Member, joined)
        .where(Owner.workspace_id == workspace_id, or_(Member.user_id.is_(None), Member.active))
        .order_by(Owner.role, Owner.user_id)
    )
    return {user_id: role_called(role) for user_id, role in rows}


async def role_of(session: AsyncSession, workspace_id: str, user_id: str) -> Role | None:
    """The office of somebody, if they have one."""
    return (await owners_of(session, workspace_id)).get(user_id)


def role_called(name: str) -> Role:
    """The role of that name. Raises ValueError."""
    for role in ROLES:
        if role == name:
            return role
    raise ValueError(f"{name} is no role: choose from {', '.join(ROLES)}")


async def appoint(
    session: AsyncSession, workspace_id: str, user_id: str, role: Role, *, by: str | None, now: datetime
) -> bool:
    """Give somebody this office in place of any other, and log it. Returns whether that changed anything."""
    held = await session.get(Owner, (workspace_id, user_id))
    if held is not None and held.role == role:
        return False
    before = {} if held is None else {"user": user_id, "role": held.role}
    if held is None:
        session.add(Owner(workspace_id=workspace_id, user_id=user_id, role=role))
    else:
        held.role = role
    after = {"user": user_id, "role": role}
    await changes.record(session, workspace_id, by, "owner_added", before=before, after=after, now=now)
    return True


async def dismiss(session: AsyncSession, workspace_id: str, user_id: str, *, by: str | None, now: datetime) -> bool:
    """Take somebody's office and what they were drafting, and log it. Returns whether they had one."""
    held = await session.get(Owner, (workspace_id, user_id))
    if held is None:
        return False
    await drafts.drop(session, workspace_id, user_id)
    await session.delete(held)
    before = {"user": user_id, "role": held.role}
    await changes.record(session, workspace_id, by, "owner_removed", before=before, now=now)
    return True
