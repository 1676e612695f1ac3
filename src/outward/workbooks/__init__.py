"""Users' spreadsheets: templates out, filled and messy sheets in, errors by cell."""
