"""Saved views: a list's filters and order under a name, for oneself or for one's organisation."""
