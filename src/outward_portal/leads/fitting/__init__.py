"""Which leads fit which enterprises, and why: profiles of both, the criteria, and the reasons in words."""
