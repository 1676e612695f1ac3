"""Incidents: what is gathered of a country, the tasks that a template opens, the log, and the note on the situation."""
