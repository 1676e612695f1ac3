"""Files on records: looked at before they are kept, kept under random names, given out by the policy alone."""
