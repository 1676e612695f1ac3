"""Meetings of the leading group: invitations, agenda, attendance, decisions, minutes."""
