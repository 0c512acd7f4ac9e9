"""The workspace in a browser: what each person sees, what they can do there, and what a developer wants to know."""
