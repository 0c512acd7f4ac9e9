"""What a comment says: language, sentiment and themes, as pure functions."""
