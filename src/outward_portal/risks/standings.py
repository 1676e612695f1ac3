"""Where countries stand: the newest outlook held against the policy of each kind of risk."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from outward.vocabulary.labels import Label
from outward.vocabulary.regions import regions
from outward_portal.risks.models import CountryStanding, MadeOutlook
from outward_portal.risks.notices import HEIGHT, tell_country
from outward_portal.risks.policies import policies

if TYPE_CHECKING:
    from outward.studies.risks.outlook import Outlook


@cache
def _regions_by_iso3() -> dict[str, str]:
    return {region.iso3: code for code, region in regions().items() if region.iso3}


def named(iso3: str, name: Label) -> tuple[str, Label]:
    """Give a country's code and name as the registers know it; its own name, and no code, where they do not."""
    region = _regions_by_iso3().get(iso3, "")
    return region, regions()[region].name if region else name


def renew(made: MadeOutlook, outlook: Outlook) -> list[CountryStanding]:
    """Write where every country stands, in the place of what was written before; within a transaction."""
    from outward.risk.levels import Standing, standing

    countries = {country.key: country for country in outlook.countries}
    holding = policies()
    rows = []
    for each in outlook.events:
        for forecast in each.forecasts:
            if forecast.model != "ensemble":
                continue
            key = forecast.country_key
            said = [probability for _year, probability in each.earlier.get(key, ())]
            # What has shown no skill warns of nothing; its forecast and its record are shown.
            stands = standing(said, holding[each.event.kind]) if each.has_skill else Standing("quiet", "quiet", 1)
            is_first = sum(probability is not None for probability in said) < 2  # it has risen from nowhere
            region, name = named(forecast.iso3, countries[key].name)
            rows.append(CountryStanding(
                event=each.event.id, kind=each.event.kind, gwcode=forecast.gwcode, iso3=forecast.iso3,
                region=region, name_en=name.en[:120], name_zh=name.zh[:120], year=forecast.year,
                last_year=forecast.last_year, level=stands.level,
                state="chronic" if is_first and stands.state == "rising" else stands.state, since=stands.since,
                probability=forecast.probability, lower=forecast.lower, upper=forecast.upper, outlook=made))
    before = {(each.event, each.gwcode, each.iso3): each.level for each in CountryStanding.objects.all()}
    CountryStanding.objects.all().delete()
    made_rows = CountryStanding.objects.bulk_create(rows, batch_size=500)
    for row in made_rows:  # what rises as a whole opens an alert, of which is told then
        known = before.get((row.event, row.gwcode, row.iso3))
        if known is not None and row.state != CountryStanding.State.RISING and HEIGHT[row.level] > HEIGHT[known]:
            tell_country(made, row)
    return made_rows
