"""The workspace, its members and units, and what each member has asked for."""
