"""What only holds for a group, told to who can act on it."""
