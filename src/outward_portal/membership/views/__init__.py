"""Pages of the way in, of a person's own account, of members, and of the administration."""
