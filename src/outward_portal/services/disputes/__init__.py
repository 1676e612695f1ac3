"""Disputes abroad: which paths are open and what each needs, and an enterprise's case files."""
