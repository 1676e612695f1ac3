"""What happened, who follows what, what each reader was told, and what leaves the portal."""

from outward_portal.notices.models.following import Delivery, Notice, Subscription
from outward_portal.notices.models.occurrences import Occurrence, OccurrenceTopic
from outward_portal.notices.models.outbox import Endpoint, Message

__all__ = ["Delivery", "Endpoint", "Message", "Notice", "Occurrence", "OccurrenceTopic", "Subscription"]
