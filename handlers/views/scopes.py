"""Why the app asks for each of its scopes at Slack; the scopes themselves are read off the source (`bot.manifest`)."""

from handlers.views.words import Words


def reasons_of(words: Words) -> dict[str, str]:
    """A reason by scope."""
    return {
        "chat:write": words("to send you invitations, and managers their digests"),
        "commands": words("to answer `/pulse`"),
        "dnd:read": words("to send you nothing while you do not want to be disturbed"),
        "files:write": words("to send managers a chart with their digest"),
        "usergroups:read": words("to read who belongs to which team, where teams are user groups"),
        "users:read": words("to know who works here, in which language and time zone"),
        "users:read.email": words("to match the list of teams to Slack; the addresses are not kept"),
    }
