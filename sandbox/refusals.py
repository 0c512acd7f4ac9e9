"""Slack's way to say no: `ok` false with the name of an error."""

from sandbox.workspace import Json


class Refused(Exception):
    """A call that Slack answers with an error; `details` stand beside the error in the answer."""

    def __init__(self, error: str, *messages: str, status: int = 200, **details: object) -> None:
        """Refuse with Slack's `error`; `messages` become `response_metadata.messages`."""
        super().__init__(error)
        self.error, self.messages, self.status, self.details = error, messages, status, details

    def answer(self) -> Json:
        """The body of the answer."""
        body: Json = {"ok": False, "error": self.error, **self.details}
        if self.messages:
            body["response_metadata"] = {"messages": list(self.messages)}
        return body


def missing(*names: str) -> Refused:
    """The refusal of a call without required arguments."""
    return Refused("invalid_arguments", *(f"[ERROR] missing required field: {name}" for name in names))
