"""What people read and write of indices."""
