"""The room's rows: panels and outlooks, forecasts and levels, alerts."""

from outward_portal.risks.models.alerts import Alert, AlertStep
from outward_portal.risks.models.forecasts import CountryStanding, LevelPolicy, RiskForecast, RiskLevel
from outward_portal.risks.models.panels import MadeOutlook, PanelFile

__all__ = ["Alert", "AlertStep", "CountryStanding", "LevelPolicy", "MadeOutlook", "PanelFile", "RiskForecast",
           "RiskLevel"]
