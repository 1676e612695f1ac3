"""What this room keeps: providers, requests with their parts, engagements, ratings, case files."""

from outward_portal.services.models.disputes import CaseEntry, CaseItem, CaseReference, DisputeCase
from outward_portal.services.models.engagements import Engagement, Rating
from outward_portal.services.models.providers import Mandate, Provider
from outward_portal.services.models.requests import (
    ConflictFlag,
    RequestBrief,
    RequestParty,
    ServiceInvitation,
    ServiceOffer,
    ServiceRequest,
)

__all__ = ["CaseEntry", "CaseItem", "CaseReference", "ConflictFlag", "DisputeCase", "Engagement", "Mandate", "Provider",
           "Rating", "RequestBrief", "RequestParty", "ServiceInvitation", "ServiceOffer", "ServiceRequest"]
