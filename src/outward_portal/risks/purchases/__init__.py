"""The checklist of a purchase abroad (paragraph 105): what is answered, by whom, on what evidence, and what is open."""
