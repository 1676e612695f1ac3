"""The room's rows: panels and outlooks, forecasts and levels, alerts."""

from outward_portal.risks.models.alerts import Alert, AlertStep
from outward_portal.risks.models.exposure import AssumedSeverities, ProjectCover, PurchaseAnswer, PurchaseScreen
from outward_portal.risks.models.forecasts import CountryStanding, LevelPolicy, RiskForecast, RiskLevel
from outward_portal.risks.models.incidents import (
    Incident,
    IncidentEntry,
    IncidentFact,
    IncidentProject,
    IncidentTask,
    SituationNote,
)
from outward_portal.risks.models.panels import MadeOutlook, PanelFile

__all__ = ["Alert", "AlertStep", "AssumedSeverities", "CountryStanding", "Incident", "IncidentEntry", "IncidentFact",
           "IncidentProject", "IncidentTask", "LevelPolicy", "MadeOutlook", "PanelFile", "ProjectCover",
           "PurchaseAnswer", "PurchaseScreen", "RiskForecast", "RiskLevel", "SituationNote"]
