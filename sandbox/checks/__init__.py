"""The limits that Slack documents for what an app sends, as pure functions that list every fault of a payload."""

from sandbox.checks.messages import message_errors
from sandbox.checks.methods import method_errors
from sandbox.checks.views import view_errors

__all__ = ["message_errors", "method_errors", "view_errors"]
