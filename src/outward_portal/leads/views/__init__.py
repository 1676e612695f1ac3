"""Pages of the board, of what fits, of interests, of events and of the funnel."""
