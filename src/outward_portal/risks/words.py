"""What kinds, events, levels, states and stages are called."""

from __future__ import annotations

from typing import Final

from django.utils.functional import Promise, lazy
from django.utils.translation import pgettext_lazy

from outward.risk.events import KINDS, EventDefinition, events
from outward.vocabulary.labels import Label
from outward_portal.theme.languages import current_language

DEEDS: Final[dict[str, Promise]] = {
    "alert.opened": pgettext_lazy("alert", "Opened by a forecast"),
    "alert.opened-by-hand": pgettext_lazy("alert", "Opened by hand"),
    "alert.level": pgettext_lazy("alert", "Level or state changed with a newer forecast"),
    "alert.acknowledged": pgettext_lazy("alert", "Acknowledged"),
    "alert.assessed": pgettext_lazy("alert", "Assessed"),
    "alert.closed": pgettext_lazy("alert", "Closed"),
    "alert.reopened": pgettext_lazy("alert", "Opened again"),
    "alert.reviewed": pgettext_lazy("alert", "Reviewed"),
    "alert.given": pgettext_lazy("alert", "Given to somebody"),
    "alert.overridden": pgettext_lazy("alert", "Level set by hand"),
    "alert.override-ended": pgettext_lazy("alert", "Level by hand taken back"),
}
"""What was done about an alert."""


def models() -> dict[str, Label]:
    """Name the models, as the report does."""
    from outward.studies.risks.naming import MODEL_NAMES  # brings the library's numbers

    return {str(model): name for model, name in MODEL_NAMES.items()}


def kinds() -> dict[str, Label]:
    """Name the five kinds of risk."""
    return {str(kind): name for kind, name in KINDS.items()}


def event_names() -> dict[str, Label]:
    """Name the events by id, in the order of the kinds."""
    return {id: each.name for id, each in events().items()}


def definition(id: str) -> EventDefinition:
    """Give the definition of an event that there is."""
    return events()[id]


def definitions() -> dict[str, EventDefinition]:
    """Give every definition by id."""
    return dict(events())


def kind_of_event() -> dict[str, str]:
    """Give the kind of risk of each event."""
    return {id: each.kind for id, each in events().items()}


def protected() -> tuple[EventDefinition, ...]:
    """Give the events that past years do not let anybody foresee: only covers, contracts and plans help."""
    return tuple(each for each in events().values() if each.route == "protection")


def event_name(id: str) -> Label:
    """Name an event; one that is no longer defined stands for itself."""
    found = events().get(id)
    return found.name if found is not None else Label(id, id)


def event_text(id: str) -> str:
    """Name an event in the language of the text that it stands in."""
    return lazy(lambda: event_name(id).text(current_language()), str)()
