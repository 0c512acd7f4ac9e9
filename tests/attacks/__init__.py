"""Attacks: each is tried on a naive store, where it must succeed, and on ours, where it must gain nothing."""
