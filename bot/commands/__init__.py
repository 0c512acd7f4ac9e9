"""The commands of one noun each, and how all of them say what went wrong."""
