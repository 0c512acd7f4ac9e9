"""The demo: an invented company lives through eight weeks of pulses in the sandbox."""
