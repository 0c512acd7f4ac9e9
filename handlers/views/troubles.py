"""Why messages have not arrived, in words: each code of the ledger and of a halt, with what to do about it."""

from collections.abc import Callable

from handlers.views.words import Words

Sentence = Callable[[Words], str]
TOKEN = ("invalid_auth", "not_authed", "token_revoked", "token_expired", "app_uninstalled", "installation_gone")
ORGANISATION = (
    "access_denied",
    "accesslimited",
    "ekm_access_denied",
    "enterprise_is_restricted",
    "no_permission",
    "org_login_required",
    "restricted_action",
    "team_access_not_granted",
    "two_factor_setup_required",
)
NOT_KNOWN = (
    "fatal_error",
    "internal_error",
    "no_answer",
    "request_timeout",
    "service_unavailable",
    "team_added_to_org",
)


def sentence_of(words: Words, code: str) -> str:
    """What happened and what to do, for any code; one that is not known here is named as Slack says it."""
    known = SENTENCES.get(code)
    if known is not None:
        return known(words)
    return words(
        "Slack refused the message and said “{code}”. Look the word up in Slack's reference of chat.postMessage, or "
        "ask whoever runs Groundswell.",
        code=code,
    )


def is_known(code: str) -> bool:
    """Whether there are words for it here; a wait that is meant, as for quiet hours, is no trouble and has none."""
    return code in SENTENCES


def stopped(words: Words) -> str:
    """That all sending is stopped by the owner."""
    return words("Sending is stopped: nothing at all leaves until it is resumed.")


def _token(words: Words) -> str:
    return words(
        "Slack no longer accepts the bot's token: the app was removed, or its token withdrawn. Install the app anew, "
        "set the new token and start Groundswell again; what is still owed goes out then."
    )


def _scope(words: Words) -> str:
    return words(
        "The app lacks a permission that it needs. Bring its manifest to the one that `groundswell manifest` prints "
        "and install it anew; what is still owed goes out then."
    )


def _organisation(words: Words) -> str:
    return words(
        "Your organisation does not let the app send messages. Ask whoever administers Slack to allow it; what is "
        "still owed goes out then."
    )


def _token_type(words: Words) -> str:
    return words("The token is not a bot's token. Set the one that starts with xoxb- and start Groundswell again.")


def _person_gone(words: Words) -> str:
    return words("The person's account is no longer active. There is nothing to do: the roster follows within a day.")


def _person_not_found(words: Words) -> str:
    return words(
        "Slack knows no such person or channel, or the app may not write there. Somebody who left needs nothing; a "
        "private channel needs the app to be invited."
    )


def _bot(words: Words) -> str:
    return words("The recipient is a bot, which is never asked. Take it off the roster.")


def _not_in_channel(words: Words) -> str:
    return words("The app is not in that channel. Invite it there, and the next message arrives.")


def _archived(words: Words) -> str:
    return words("That channel is archived. Bring it back, or choose another one.")


def _messages_tab(words: Words) -> str:
    return words(
        "Direct messages to the app are switched off. Switch on the Messages tab under App Home on the app's page at "
        "Slack."
    )


def _not_known(words: Words) -> str:
    return words(
        "Slack gave no clear answer, so nobody knows whether the message arrived. It is not repeated, so that nobody "
        "hears twice; the Home tab leads to the pulse in any case."
    )


def _worker_lost(words: Words) -> str:
    return words(
        "The process that was sending the message ended before it heard Slack's answer. It is not repeated, so that "
        "nobody hears twice; the Home tab leads to the pulse in any case."
    )


def _rate(words: Words) -> str:
    return words("Slack asked us to go more slowly. The message goes out by itself; there is nothing to do.")


def _not_connected(words: Words) -> str:
    return words(
        "Slack could not be reached. The message goes out by itself once it can; check the network if it lasts."
    )


def _again(words: Words) -> str:
    return words("The message was held up on our side. It goes out by itself; there is nothing to do.")


def _nothing_to_say(words: Words) -> str:
    return words("When its time came there was nothing left to say: the round had ended, say. There is nothing to do.")


def _not_drawn(words: Words) -> str:
    return words(
        "The message could not be put together, which is a fault of Groundswell. Tell whoever runs it; the log names "
        "the place."
    )


def _malformed(words: Words) -> str:
    return words("Slack did not understand the message, which is a fault of Groundswell. Tell whoever runs it.")


SENTENCES: dict[str, Sentence] = {
    **dict.fromkeys(TOKEN, _token),
    **dict.fromkeys(ORGANISATION, _organisation),
    **dict.fromkeys(NOT_KNOWN, _not_known),
    **dict.fromkeys(("account_inactive", "user_disabled"), _person_gone),
    **dict.fromkeys(("channel_not_found", "user_not_found", "user_not_visible"), _person_not_found),
    **dict.fromkeys(("invalid_blocks", "invalid_arguments", "msg_too_long", "no_text"), _malformed),
    **dict.fromkeys(("not_drawn", "not_carried"), _not_drawn),
    **dict.fromkeys(("lease_over", "database_away", "not_looked_at"), _again),
    "cannot_dm_bot": _bot,
    "is_archived": _archived,
    "messages_tab_disabled": _messages_tab,
    "missing_scope": _scope,
    "not_allowed_token_type": _token_type,
    "not_connected": _not_connected,
    "not_in_channel": _not_in_channel,
    "nothing_to_say": _nothing_to_say,
    "ratelimited": _rate,
    "worker_lost": _worker_lost,
}
