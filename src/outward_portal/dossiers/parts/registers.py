"""What the registers say of a country, as far as the reader may see it: projects, enterprises, parks, corridors."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Final
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from outward.vocabulary.labels import Label
from outward_portal.dossiers.models import CorridorLeg
from outward_portal.dossiers.sections import Asked, Cell, Cited, Map, Part, Sentence, Table, Value
from outward_portal.records.kinds import Kind
from outward_portal.records.listing import read_query
from outward_portal.records.models import Record
from outward_portal.records.presentation import address
from outward_portal.registers.kinds import PARKS, PROJECTS
from outward_portal.registers.models import Enterprise, Park, Project
from outward_portal.registers.queries import SEVERAL, Amount, Total, Totals, totals
from outward_portal.theme.words import amount, paragraph_label


def in_country(model: type[Record], asked: Asked) -> list[Any]:
    """Give a register's real records that name the country, of those that the reader may see; no samples."""
    seen = model.objects.visible_to(asked.user).filter(
        country_rows__region=asked.region, retired_at__isnull=True, is_sample=False)
    return list(seen.order_by("name_en", "pk"))


def projects(asked: Asked) -> Part | None:
    """Say how many projects name the country and what they come to, none counted twice."""
    found: list[Project] = in_country(Project, asked)
    if not found:
        return None
    total = totals(read_query(PROJECTS, "en", {"country": asked.region}), asked.user, "country")
    own = next((row for row in total.rows if row.key == asked.region), None)
    source = _statement(found)
    return Part(_("Projects"), _count_and_value(found, own, source), tables=(_table_of_projects(found),),
                maps=_map(PROJECTS, asked), cited=(source,), gaps=tuple(_not_in_the_total(total, own)))


def _count_and_value(found: Sequence[Project], own: Total | None, source: Cited) -> Sentence:
    values = [Value(_plain(len(found)), source)]
    en = "{0} project of the register names the country" if len(found) == 1 else \
        "{0} projects of the register name the country"
    zh = "登记的项目中有{0}个涉及该国"
    if own is not None and own.amounts:
        en, zh = f"{en}, worth {{1}} in all", f"{zh}，金额合计{{1}}"
        values.append(Value(_amounts(own.amounts), source))
    return Sentence(f"{en}.", f"{zh}。", tuple(values))


def _not_in_the_total(total: Totals, own: Total | None) -> Iterator[str]:
    if left_out := sum(row.records for row in total.left_out):
        yield ngettext("%(count)d of them is not in the total; the table says why.",
                       "%(count)d of them are not in the total; the table says why.", left_out) % {"count": left_out}
    if shared := sum(row.records for row in total.rows if row.key == SEVERAL):
        yield ngettext("%(count)d lies in several countries; its value is in no single country's total.",
                       "%(count)d lie in several countries; their value is in no single country's total.", shared) % {
                           "count": shared}
    if own is not None and own.unvalued:
        yield ngettext("%(count)d states no value.", "%(count)d state no value.", own.unvalued) % {
            "count": own.unvalued}


def _table_of_projects(found: Sequence[Project]) -> Table:
    rows = tuple((
        Cell(project.name, address(project)), Cell(_choice(project, "type")), Cell(_choice(project, "stage")),
        Cell(Label(amount(project.value, project.currency, "en"), amount(project.value, project.currency, "zh")),
             is_number=True),
        Cell(_counting(project)), Cell(_paragraphs(project)),
    ) for project in found)
    return Table(_("Projects"), (_("Project"), _("Type"), _("Stage"), _("Value"), _("In totals"), _("Paragraphs")),
                 rows)


def _amounts(amounts: Mapping[str, Amount]) -> Label:
    """Write sums by currency, with what their parts were qualified with."""
    return Label(" and ".join(f"{_QUALIFIERS[each.qualifier].en}{amount(each.value, each.currency, 'en')}"
                              for each in amounts.values()),
                 "和".join(f"{_QUALIFIERS[each.qualifier].zh}{amount(each.value, each.currency, 'zh')}"
                          for each in amounts.values()))


_QUALIFIERS: Final = {"": Label("", ""), "at-least": Label("at least ", "至少"), "at-most": Label("at most ", "至多"),
                      "about": Label("about ", "约")}


def enterprises(asked: Asked) -> Part | None:
    """List the region's enterprises with business in the country: named there, or by a project there."""
    named = {enterprise.pk: enterprise for enterprise in in_country(Enterprise, asked)}
    of_projects = {project.enterprise_id for project in in_country(Project, asked)} - {None}
    for enterprise in Enterprise.objects.visible_to(asked.user).filter(
            pk__in=of_projects, retired_at__isnull=True, is_sample=False):
        named[enterprise.pk] = enterprise
    if not named:
        return None
    found = sorted(named.values(), key=lambda each: (each.name_en, each.pk))
    rows = tuple((Cell(each.name, address(each)), Cell(Label(each.products_en, each.products_zh)),
                  Cell(Label(each.role_en, each.role_zh)), Cell(_paragraphs(each))) for each in found)
    table = Table(_("Enterprises"), (_("Enterprise"), _("Products"), _("Part it plays"), _("Paragraphs")), rows)
    count = Value(_plain(len(found)), _statement(found))
    en = "enterprise of the register has" if len(found) == 1 else "enterprises of the register have"
    sentence = Sentence(f"{{0}} {en} business there.", "登记的企业中有{0}家在该国有业务。", (count,))
    return Part(_("Enterprises"), sentence, tables=(table,), cited=(_statement(found),))


def parks(asked: Asked) -> Part | None:
    """List the parks in the country."""
    found: list[Park] = in_country(Park, asked)
    if not found:
        return None
    rows = tuple((
        Cell(park.name, address(park)), Cell(Label(park.place_en, park.place_zh)),
        Cell(Label(park.focus_en, park.focus_zh)),
        Cell(Label(amount(park.value, park.currency, "en"), amount(park.value, park.currency, "zh")), is_number=True),
        Cell(_paragraphs(park)),
    ) for park in found)
    table = Table(_("Parks"), (_("Park"), _("Place"), _("Industries"), _("Investment"), _("Paragraphs")), rows)
    count = Value(_plain(len(found)), _statement(found))
    en = "park of the register lies" if len(found) == 1 else "parks of the register lie"
    sentence = Sentence(f"{{0}} {en} in the country.", "登记的园区中有{0}个位于该国。", (count,))
    return Part(_("Parks"), sentence, tables=(table,), maps=_map(PARKS, asked), cited=(_statement(found),))


def corridors(asked: Asked) -> Part | None:
    """List the legs of corridors that begin or end in the country."""
    found: list[CorridorLeg] = in_country(CorridorLeg, asked)
    if not found:
        return None
    found.sort(key=lambda leg: (leg.corridor, leg.leg or 0, leg.pk))
    rows = tuple((
        Cell(leg.name, address(leg)), Cell(Label(leg.route_en, leg.route_zh)), Cell(Label(leg.mode_en, leg.mode_zh)),
        Cell(Label(leg.stage_note_en, leg.stage_note_zh)), Cell(_paragraphs(leg)),
    ) for leg in found)
    table = Table(_("Corridors"), (_("Leg"), _("Route"), _("Mode"), _("Stage"), _("Paragraphs")), rows)
    routes = len({leg.corridor for leg in found})
    values = tuple(Value(_plain(count), _statement(found)) for count in (len(found), routes))
    en = f"{{0}} {'leg' if len(found) == 1 else 'legs'} of {{1}} {'corridor' if routes == 1 else 'corridors'}"
    sentence = Sentence(f"{en} {'begins or ends' if len(found) == 1 else 'begin or end'} in the country.",
                        "{1}条通道的{0}个区段以该国为起点或终点。", values)
    return Part(_("Corridors"), sentence, tables=(table,), cited=(_statement(found),))


def _statement(found: Iterable[Record]) -> Cited:
    """The source of what the registers state: the one that most of the records name."""
    sources = [record.source for record in found if record.source]
    main = max(sorted(set(sources)), key=sources.count) if sources else ""
    as_of = max((record.as_of for record in found if record.source == main), default="")
    return Cited(Label(main, main) if main else Label("The portal's registers", "本平台名录"), date=as_of)


def _choice(record: Any, field: str) -> Label:
    """Name a choice; the words are the interface's, so the page's language is the only one they have."""
    text = str(getattr(record, f"get_{field}_display")())
    return Label(text, text)


def _counting(project: Project) -> Label:
    return _choice(project, "counting")


def _plain(count: int) -> Label:
    return Label(str(count), str(count))


def _paragraphs(record: Record) -> Label:
    return paragraph_label(record.paragraphs)


def _map(kind: Kind, asked: Asked) -> tuple[Map, ...]:
    """The register's own map, narrowed to the country."""
    only = f"?{urlencode({'country': asked.region})}"
    picture, page = (reverse(name, args=[kind.slug]) + only for name in ("map-picture", "map"))
    return (Map(kind.plural, picture, page),)
