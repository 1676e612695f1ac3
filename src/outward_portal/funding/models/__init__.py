"""Programmes with rules, calls and budgets; applications with reviews and decisions; awards and what follows."""

from outward_portal.funding.models.applications import (
    Application,
    ApplicationFact,
    ApplicationStanding,
    Decision,
    Question,
    Review,
    ReviewPlace,
)
from outward_portal.funding.models.awards import Award, ClawBack, Instalment, Report
from outward_portal.funding.models.budget import BudgetEntry, BudgetHead
from outward_portal.funding.models.programmes import Call, DeclaredFact, Programme, RuleVersion

__all__ = ["Application", "ApplicationFact", "ApplicationStanding", "Award", "BudgetEntry", "BudgetHead", "Call",
           "ClawBack", "Decision", "DeclaredFact", "Instalment", "Programme", "Question", "Report", "Review",
           "ReviewPlace", "RuleVersion"]
