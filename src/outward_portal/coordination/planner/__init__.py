"""The calendar of the group: a month as a table, and the same as a file for other calendars."""
