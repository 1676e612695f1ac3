"""How courses are listed, filtered, shown and filled in."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from outward_portal.records.kinds import Column, Fieldset, Filter, Kind, Section
from outward_portal.training.models import Course
from outward_portal.training.sessions.queries import course_section

COURSES: Final = Kind(
    model=Course, slug="courses", name=_("Course"), plural=_("Courses"),
    purpose=_("What is taught to those who work abroad: insurance, credit, law, accounting, countries, languages and "
              "management, with syllabus, hours and the skills to which it leads."),
    columns=(
        Column("name", _("Name"), ("name_en", "name_zh"), "name"),
        Column("subject", pgettext_lazy("course", "Subject"), ("subject",), "choice"),
        Column("depth", pgettext_lazy("course", "Level"), ("depth",), "choice"),
        Column("hours", pgettext_lazy("course", "Hours"), ("hours",), "number"),
        Column("countries", _("Country"), ("countries",), "countries"),
        Column("organiser", _("Organiser"), ("organiser_en", "organiser_zh")),
    ),
    filters=(
        Filter("subject", pgettext_lazy("course", "Subject"), "subject", "choice", tuple(Course.Subject.choices)),
        Filter("depth", pgettext_lazy("course", "Level"), "depth", "choice", tuple(Course.Depth.choices)),
        Filter("country", _("Country"), "country_rows__region", "country"),
        Filter("sector", _("Sector"), "sector__in", "sector"),
    ),
    fieldsets=(
        Fieldset(_("Names"), ("name_en", "name_zh")),
        Fieldset(_("Course"), ("subject", "depth", "hours", "organiser_en", "organiser_zh", "countries", "sector")),
        Fieldset(_("Contents and syllabus"), ("summary_en", "summary_zh", "syllabus_en", "syllabus_zh", "teaches")),
        Fieldset(_("Certificate"), ("least_attendance", "valid_months")),
        Fieldset(_("Source"), ("source", "as_of")),
        Fieldset(_("Who sees it"), ("audience",)),
    ),
    sections=(Section("training/course_section.jinja", course_section),),
)
