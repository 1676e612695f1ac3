"""What in a report cannot be right, where, and what it probably was.

Printed digits make the tolerance; facts make the rules; an error model says which number is wrong and what it was.
"""

from outward.audit.documents import Audit, Cell, Claim, Document, Fact, Finding
from outward.audit.engine import audit
from outward.audit.facts import read_fact

__all__ = ["Audit", "Cell", "Claim", "Document", "Fact", "Finding", "audit", "read_fact"]
