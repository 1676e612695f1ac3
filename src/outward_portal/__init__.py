"""The portal: Django pages over the library's studies and the leading group's own registers.

Rooms, from the door inward: ``home`` > ``membership | registers`` > ``records`` > ``theme`` > ``journal`` >
``accounts`` > ``settings``. A room imports rooms to its right only; a contract in ``pyproject.toml`` holds it.
"""
