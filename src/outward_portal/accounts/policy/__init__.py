"""Who may see and do what: the only place that decides it.

Everything is refused that no rule here allows. ``rows``: each model has one rule, a condition on its columns; every
page, file, search and count asks for them through ``Model.objects.visible_to(user)``. ``actions``: each has one rule;
views ask ``may(user, action, record)``.

Private fields are rows of their own (``records.PrivateField``), so a list, filter, sort, search, export or history of
records cannot leak what is not in them.
"""

from outward_portal.accounts.policy.actions import may, ruled_actions
from outward_portal.accounts.policy.rows import audiences_to_give, ruled_models, visible, visible_in_time
from outward_portal.accounts.policy.viewers import VISITOR, Viewer, viewer

__all__ = ["VISITOR", "Viewer", "audiences_to_give", "may", "ruled_actions", "ruled_models", "viewer", "visible",
           "visible_in_time"]
