"""Every id that Slack sends back to us: `surface:verb` for what is listened to, `surface.field` for an input."""

OPEN_FORM = "pulse:open"
SUBMIT_FORM = "pulse:submit"
WITHDRAW_ANSWER = "pulse:withdraw"
ANSWER = "pulse.answer"
COMMENT = "pulse.comment"
AS_IT_IS = "pulse.comment_as_it_is"
EXPLAIN = "pulse:explain"

OPEN_SETTINGS = "settings:open"
SAVE_SETTINGS = "settings:save"
LANGUAGE = "settings.language"
PAUSE = "settings.pause"
OPT_OUT = "settings.opt_out"
WEEKDAY = "settings.weekday"
HOUR = "settings.hour"

OPEN_PRIVACY = "privacy:open"
