"""Slack, both directions: one module for each surface."""
