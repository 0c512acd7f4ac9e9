"""Anonymous: an answer can never be led back to a person."""
