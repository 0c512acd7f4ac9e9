"""What an owner has filled in of the set-up and not started yet: kept between its steps, seen by nobody else."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from people.models import Draft


async def keep(session: AsyncSession, workspace_id: str, user_id: str, data: Mapping[str, Any], *, base: int) -> None:
    """Keep a draft in place of what was kept before."""
    held = await session.get(Draft, (workspace_id, user_id))
    if held is None:
        session.add(Draft(workspace_id=workspace_id, user_id=user_id, base=base, data=dict(data)))
    else:
        held.base, held.data = base, dict(data)
    await session.flush()


async def of(session: AsyncSession, workspace_id: str, user_id: str) -> Draft | None:
    """The draft of an owner, if there is one."""
    return await session.get(Draft, (workspace_id, user_id))


async def drop(session: AsyncSession, workspace_id: str, user_id: str) -> None:
    """Forget a draft."""
    held = await session.get(Draft, (workspace_id, user_id))
    if held is not None:
        await session.delete(held)
        await session.flush()
