"""A Slack workspace on this machine; it knows nothing of the product."""
