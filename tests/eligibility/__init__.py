"""Rules in three values: the reader's errors, the laws, and a plain interpreter as reference."""
