"""Who a request speaks for: the workspace, the person and the conversation that its address names."""

from starlette.requests import Request

from sandbox.page.drawing import Missing
from sandbox.page.faces import name_of
from sandbox.page.memory import Memories
from sandbox.page.patience import Patience
from sandbox.page.places import may_read
from sandbox.page.visit import Visit
from sandbox.workspace import Channel, Workspace
from sandbox.world import World


class Visits:
    """Finds in the addresses of one sandbox's page what they name; Missing says what is not there."""

    def __init__(self, world: World, memories: Memories) -> None:
        """Look into that sandbox."""
        self.world, self._memories = world, memories
        self.patience = Patience()

    def workspace_of(self, request: Request) -> Workspace:
        """The workspace of the address."""
        workspace = self.world.workspaces.get(
            request.path_params.get("workspace_id") or request.query_params.get("w", "")
        )
        if workspace is None:
            raise Missing("There is no such workspace in this sandbox.")
        return workspace

    def of(self, request: Request) -> Visit:
        """The person of the address, who is never a bot."""
        workspace = self.workspace_of(request)
        person = workspace.users.get(request.query_params.get("as", ""))
        if person is None or person.is_bot:
            raise Missing(f"Choose first whom of {workspace.name} you want to be.")
        return Visit(self.world, workspace, person, self._memories.of(workspace.id, person.id))

    def channel_of(self, request: Request, visit: Visit) -> Channel:
        """The conversation of the address, which the person must be able to see."""
        channel = visit.workspace.channels.get(request.path_params["channel_id"])
        if channel is None or not may_read(channel, visit.user):
            raise Missing(f"{name_of(visit.user)} is in no such conversation.")
        return channel
