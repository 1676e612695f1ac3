"""Teams: members, their skills, what projects ask for, and what is missing."""
