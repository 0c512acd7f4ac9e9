"""The Web API: every method that the sandbox knows, by its name."""

from collections.abc import Callable, Mapping

from sandbox.api import (
    auth,
    chat,
    conversations,
    dnd,
    files,
    history,
    membership,
    oauth,
    reactions,
    teams,
    usergroups,
    users,
    views,
)
from sandbox.apps import Installation
from sandbox.workspace import Json
from sandbox.world import Caller, World

OF_ANY_TOKEN: Mapping[str, Callable[[World, Caller, Json], Json]] = auth.METHODS
OF_A_CLIENT: Mapping[str, Callable[[World, Json], Json]] = oauth.METHODS
OF_A_BOT: Mapping[str, Callable[[World, Installation, Json], Json]] = {
    **auth.OF_A_BOT,
    **chat.METHODS,
    **conversations.METHODS,
    **dnd.METHODS,
    **files.METHODS,
    **history.METHODS,
    **membership.METHODS,
    **reactions.METHODS,
    **teams.METHODS,
    **usergroups.METHODS,
    **users.METHODS,
    **views.METHODS,
}
