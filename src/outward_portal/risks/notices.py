"""What is told of risks: an alert is opened, opened again, or rises; a country's level rises."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from outward.vocabulary.labels import Language
from outward_portal.notices.telling import NoticeKind, is_followed, tell
from outward_portal.notices.topics import TopicKind
from outward_portal.risks.models import Alert, CountryStanding, MadeOutlook, RiskLevel
from outward_portal.risks.words import event_name
from outward_portal.theme.addresses import url
from outward_portal.theme.languages import current_language
from outward_portal.theme.words import country_names, plain_pair

HEIGHT: Final = {level: place for place, level in enumerate(RiskLevel.values)}
_LEVELS: Final = (RiskLevel.WATCH, RiskLevel.WARNING, RiskLevel.ALARM)


def _page(alert: Any) -> str:
    return url("risk-alert", key=alert.pk)


def _name(alert: Any) -> str:
    country = country_names(alert.region) if alert.region else plain_pair(alert.name_en, alert.name_zh)
    return f"{country} · {event_name(alert.event).text(current_language())}"


def _said(values: Mapping[str, Any]) -> dict[str, str]:
    levels, event = dict(RiskLevel.choices), str(values.get("event", ""))
    return {"level": str(levels.get(values.get("level", ""), values.get("level", ""))),
            "country": country_names(str(values.get("country", ""))),
            "event": event_name(event).text(current_language()) if event else ""}


OPENED: Final = NoticeKind("alert.opened", _("Alert"), _("An alert was opened: %(name)s, %(level)s"), _page, _said,
                           _name)
REOPENED: Final = NoticeKind("alert.reopened", _("Alert"), _("An alert was opened again: %(name)s, %(level)s"), _page,
                             _said, _name)
RAISED: Final = NoticeKind("alert.raised", _("Risk rises"), _("An alert has risen to “%(level)s”: %(name)s"), _page,
                           _said, _name)
COUNTRY: Final = NoticeKind(
    "country.raised", _("Risk rises"), _("%(country)s · %(event)s has risen to “%(level)s”"), lambda _: url("risks"),
    _said, page_for=lambda _, values: url("risk-country", region=values["country"]))


def _choices(language: Language) -> list[tuple[str, str]]:
    del language  # the present one
    words = {"watch": _("Watch or higher"), "warning": _("Warning or higher"), "alarm": _("Alarm")}
    return [(level, str(words[level])) for level in _LEVELS]


LEVEL: Final = TopicKind("risk", _("Level of risk"), _choices, lambda _: url("risks"))


def _topics(region: str, level: str) -> list[str]:
    """Give the topics of something at a level: whoever follows a level follows the higher ones too."""
    levels = [f"risk:{each}" for each in _LEVELS if HEIGHT[each] <= HEIGHT[level]]
    return ["room:risks", *levels, *([f"country:{region}"] if region else [])]


def tell_alert(kind: NoticeKind, alert: Alert, step: int) -> None:
    """Tell of a step in an alert's life; within the transaction."""
    tell(kind.key, f"{kind.key}:{alert.pk}:{step}", about=alert, topics=_topics(alert.region, alert.shown_level),
         values={"level": alert.shown_level})


def tell_country(made: MadeOutlook, stands: CountryStanding) -> None:
    """Tell that a country has risen to a higher level, where somebody follows it; within the transaction."""
    topics = _topics(stands.region, stands.level)
    if stands.region and is_followed(topics):
        values = {"country": stands.region, "event": stands.event, "level": stands.level}
        tell(COUNTRY.key, f"{COUNTRY.key}:{':'.join(values.values())}:{made.digest[:24]}", about=made, topics=topics,
             values=values)
