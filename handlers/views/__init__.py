"""Block Kit as pure functions: every Slack id and every word that a person reads."""
