"""What people read and write of audits."""
