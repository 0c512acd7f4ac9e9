"""Each reason for which a message has not arrived is told in words, in each language."""

import pytest

from handlers.outcomes import GONE, OF_THE_WORKSPACE, UNSURE
from handlers.views import troubles
from handlers.views.words import LANGUAGES, words_for

OF_A_PERSON = (
    "account_inactive",
    "user_not_found",
    "channel_not_found",
    "messages_tab_disabled",
    "cannot_dm_bot",
    "is_archived",
    "not_in_channel",
)
OF_OURS = ("worker_lost", "nothing_to_say", "not_drawn", "not_connected", "ratelimited", "lease_over", "database_away")


@pytest.mark.parametrize("code", sorted({*OF_THE_WORKSPACE, *UNSURE, *OF_A_PERSON, *OF_OURS, GONE}))
def test_each_code_is_told_in_words_of_its_own_in_each_language(code: str) -> None:
    told = {troubles.sentence_of(words_for(language), code) for language in LANGUAGES}

    assert len(told) == len(LANGUAGES)
    assert not [sentence for sentence in told if code in sentence]


def test_a_word_of_slack_that_nobody_knew_is_told_as_it_is() -> None:
    assert "brand_new_error" in troubles.sentence_of(words_for("en"), "brand_new_error")
