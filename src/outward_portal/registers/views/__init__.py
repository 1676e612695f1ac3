"""Pages that read a register as a whole."""
