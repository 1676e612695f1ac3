"""Pages of questions, runs and reports."""
