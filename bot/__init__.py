"""Assembly: builds everything, decides nothing."""
