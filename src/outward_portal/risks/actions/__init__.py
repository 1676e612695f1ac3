"""What people do in this room: each is one transaction, is told who acts, and leaves an entry in the journal."""
