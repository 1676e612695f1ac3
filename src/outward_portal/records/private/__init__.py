"""Private fields: written by their owner, read by whom it names, counted in totals; who read them is told."""
