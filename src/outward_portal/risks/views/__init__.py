"""What people read and do in this room."""
