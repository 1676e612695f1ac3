"""What the room keeps: courses, sessions with who takes part, certificates, teams with their skills."""

from outward_portal.training.models.certificates import Certificate
from outward_portal.training.models.courses import Course
from outward_portal.training.models.sessions import Attendance, Enrolment, SessionAnswer, SessionPlace, TrainingSession
from outward_portal.training.models.teams import HeldSkill, ProfileNeed, TeamMember, TeamProfile

__all__ = ["Attendance", "Certificate", "Course", "Enrolment", "HeldSkill", "ProfileNeed", "SessionAnswer",
           "SessionPlace", "TeamMember", "TeamProfile", "TrainingSession"]
