"""Early warning: panels read, methods called, results written; and the record of how well warnings did."""
