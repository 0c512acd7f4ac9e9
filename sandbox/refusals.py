"""Slack's way to say no: `ok` false with the name of an error."""

from sandbox.workspace import Json


class Refused(Exception):
    """A call that Slack answers with an error; `details` stand beside the error in the answer."""

    def __init__(self, error: str, *messages: str, status: int = 200, retry_after: int = 0, **details: object) -> None:
        """Refuse with Slack's `error`; `messages` become `response_metadata.messages`, seconds to wait a header."""
        super().__init__(error)
        self.retry_after = retry_after
        self.error, self.messages, self.status, self.details = error, messages, status, details

    def answer(self) -> Json:
        """The body of the answer."""
        body: Json = {"ok": False, "error": self.error, **self.details}
        if self.messages:
            body["response_metadata"] = {"messages": list(self.messages)}
        return body
