"""Pages of drafts and their review."""
