"""Bolt apps as a newcomer writes them after a first tutorial, and the test that they work against the sandbox."""
