"""Whom one can ask about a country: missions and agencies, by what is public of them; never a person."""

from __future__ import annotations

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from markupsafe import Markup

from outward.vocabulary.labels import Label
from outward_portal.accounts.models import Organisation
from outward_portal.dossiers.sections import Asked, Cell, Cited, Part, Sentence, Table, Value
from outward_portal.records.presentation import address
from outward_portal.registers.models import Agency
from outward_portal.theme.words import pair, paragraph_label

_SAMPLE = Label("sample, made up", "样例，虚构")
_ABOUT_HOST_COUNTRIES = Q(role_en__icontains="host-country")
"""Missions tell of host countries; the register says so in words only."""


def missions(asked: Asked) -> Part | None:
    """List the missions and ministries that work with the portal, as organisations."""
    found = list(Organisation.objects.visible_to(asked.user).filter(kind=Organisation.Kind.MISSION))
    if not found:
        return None
    rows = tuple((Cell(Label(each.name_en, each.name_zh)), Cell(_SAMPLE if each.is_sample else Label("", "")))
                 for each in found)
    table = Table(_("Missions and ministries"), (_("Name"), _("Note")), rows)
    return Part(_("Missions and ministries"), tables=(table,),
                cited=(Cited(Label("The portal's list of organisations", "本平台机构名录")),))


def agencies(asked: Asked) -> Part | None:
    """Name in one line whom one can ask about any country, and list who keeps this one's facts or lies there."""
    here = Cited(Label("The portal's register of agencies", "本平台机构名录"),
                 address=reverse("records", args=["agencies"]))
    seen = Agency.objects.visible_to(asked.user).filter(retired_at__isnull=True, is_sample=False)
    own = Q(pk__in={fact.agency_id for fact in asked.facts}) | Q(country_rows__region=asked.region)
    found = list(seen.filter(~Q(membership_en__in=["", "no"]) | _ABOUT_HOST_COUNTRIES | own).distinct().order_by(
        "case_key", "pk"))
    if not found:
        return None
    listed = seen.filter(own).distinct().order_by("case_key", "pk")
    rows = tuple((Cell(each.name, address(each)), Cell(Label(each.role_en, each.role_zh)),
                  Cell(paragraph_label(each.paragraphs))) for each in listed)
    columns = (_("Name"), _("Part it plays"), _("Paragraphs"))
    tables = (Table(_("Agencies and institutions"), columns, rows),) if rows else ()
    sentence = Sentence(
        "{0} agencies can be asked: the leading group's, and those that keep or bring this country's facts.",
        "可向{0}家机构咨询：领导小组各成员单位，以及提供或维护该国信息的机构。",
        (Value(Label(str(len(found)), str(len(found))), here),))
    names = Markup(" · ").join(Markup('<a href="{}">{}</a>').format(address(each), pair(each.name_en, each.name_zh))
                               for each in found)
    return Part(_("Agencies and institutions"), sentence, tables=tables, cited=(here,), gaps=(names,))
