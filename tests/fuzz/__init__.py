"""The fuzzing of the release policy: random hostile organisations, and an audit of all that was released in them."""
