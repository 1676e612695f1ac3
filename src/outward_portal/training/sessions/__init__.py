"""Sessions: planned, opened, held; who has a place in them."""
