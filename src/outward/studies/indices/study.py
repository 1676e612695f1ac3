"""Regional competitiveness and the investment environment as studies of a release."""

from __future__ import annotations

from collections.abc import Sequence

from outward.casebook.case import Case
from outward.composite import Framework
from outward.composite.shipped import shipped_framework
from outward.errors import DataGapError, InvalidValueError
from outward.studies.holdings import Holdings
from outward.studies.indices.assessment import Assessment, assess
from outward.studies.indices.loading import Loaded, load_release, with_coverage
from outward.studies.indices.published import published_items
from outward.studies.indices.sections import INDEX_SOURCE, index_items
from outward.studies.indices.traced import TracedIndex, file_cells
from outward.studies.indices.written import inputs_hash
from outward.studies.releases import Release, casebook_of
from outward.studies.result import Gap, Heading, Item, Section, StudyResult
from outward.studies.study import Progress, Request, unheard
from outward.vocabulary.labels import Label, same
from outward.vocabulary.provenance import Source
from outward.vocabulary.regions import regions

_READING = Label("Reading the release", "读取数据版本")
_MAINLAND = 700_000  # codes of GB/T 2260 from here on are of Taiwan, Hong Kong and Macao, which no such ranking holds
REPORT_SUBTITLE = Label("A ranking of which every choice is open and every rank has its band",
                        "方法公开、位次附区间的排名报告")
_NAMED = 12  # variables that a gap names
_TABLE = "table"  # id of the source that a user's own table is


def rank_regions(release: Release, request: Request, progress: Progress = unheard) -> StudyResult:
    """Rank provinces by the framework ``regional-competitiveness``, and audit the published places."""
    framework = with_coverage(shipped_framework("regional-competitiveness"), request.text("coverage"))
    title = Label("regional competitiveness", "区域竞争力")
    return _study(release, request, framework, "competitiveness", title, progress, with_published=True)


def rank_countries(release: Release, request: Request, progress: Progress = unheard) -> StudyResult:
    """Rank host countries by the framework ``investment-environment``."""
    framework = shipped_framework("investment-environment")
    title = Label("overseas investment environment", "境外投资环境")
    return _study(release, request, framework, "investment-environment", title, progress, with_published=False)


def _study(release: Release, request: Request, framework: Framework, study: str, title: Label, progress: Progress, *,
           with_published: bool) -> StudyResult:
    progress(0.0, _READING)
    casebook = casebook_of(release)
    as_of = request.text("as_of")
    holdings = Holdings(casebook, release.observations(as_of=as_of or None))
    loaded = load_release(holdings, framework, year=request.text("year"))
    items: list[Item] = []
    if with_published:
        pillars = [part.code for part in framework.parts[framework.index.code]]
        items += published_items(holdings, pillars, _field())
    items += _index_items(loaded, study, casebook.case.region, progress, is_alone=not items)
    return StudyResult(study, casebook.case, release.name, as_of, (Section(study, title, tuple(items)),),
                       (*casebook.sources, INDEX_SOURCE))


def _field() -> int:
    """Count the provinces that national rankings hold."""
    return sum(int(region.gb2260) < _MAINLAND for region in regions().of_kind("province"))


def _index_items(loaded: Loaded, study: str, home: str, progress: Progress, *, is_alone: bool) -> Sequence[Item]:
    heading = [] if is_alone else [Heading(f"{study}.index", Label("An index of one's own", "自行计算的指数"))]
    if loaded.missing:
        return [*heading, _gap(loaded, study)]
    try:
        assessment = assess(loaded.framework, loaded.data, progress=progress)
    except (DataGapError, InvalidValueError) as error:
        return [*heading, Gap(f"{study}.not-computed", Label(f"No rank is computed: {error.what} ({error.where}).",
                                                             "未计算位次：现有数据不满足所选方法的条件。"),
                              Label(error.mend, "请补充数据、改选年份或统计口径，或调整框架中的方法选择。"))]
    traced = TracedIndex(assessment.evaluation, loaded.data, loaded.figure)
    return [*heading, *index_items(assessment, traced, home)]


def _gap(loaded: Loaded, study: str) -> Gap:
    names = {each.code: each.name for each in loaded.framework.variables}
    names |= {each.code: each.name for each in loaded.framework.indicators if each.variable == each.code}
    labels = [names.get(code, Label(code, code)) for code in loaded.missing]
    more = len(labels) > _NAMED
    english = ", ".join(label.en for label in labels[:_NAMED]) + (" and others" if more else "")
    chinese = "、".join(label.text("zh") for label in labels[:_NAMED]) + ("等" if more else "")
    units = loaded.framework.units
    return Gap(
        f"{study}.missing",
        Label(f"No rank is computed by the framework “{loaded.framework.name.en}”: the case holds no values for two or "
              f"more {units.en} of {english}.",
              f"未按“{loaded.framework.name.text('zh')}”框架计算位次：案例缺少两个及以上{units.text('zh')}的"
              f"下列数据：{chinese}。"),
        Label("Load them by region and year, or fill the spreadsheet of `outward index template` and evaluate that.",
              "请按地区和年份载入数据，或填写 `outward index template` 生成的表格后计算。"))


def capitalised(label: Label) -> Label:
    """Write a name as a title begins."""
    return Label(label.en[:1].upper() + label.en[1:], label.zh)


def table_result(assessment: Assessment, *, home: str = "", known_on: str = "") -> StudyResult:
    """Put an index that was computed from a user's own table into a result, for a report of its own.

    Parameters
    ----------
    assessment : Assessment
        What was computed.
    home : str
        The unit whose report it is; empty for none.
    known_on : str
        ISO date up to which the table is known; empty where nobody said.
    """
    framework, data = assessment.framework, assessment.data
    units_of = {each.code: each.unit for each in framework.variables}
    units_of |= {each.code: each.unit for each in framework.indicators if each.variable == each.code}
    traced = TracedIndex(assessment.evaluation, data, file_cells(data, units_of, _TABLE))
    case = Case(framework.id, framework.name, capitalised(framework.name), home, "", "", (),
                assessment.evaluation.inputs.coverage, known_on, synthetic=data.is_synthetic, source=_TABLE)
    said = "; ".join(data.sources)
    source = Source(_TABLE, same(data.file), same(said) if said else Label("not stated", "未注明"), known_on)
    section = Section("index", framework.name, index_items(assessment, traced, home))
    return StudyResult("index", case, inputs_hash(assessment.evaluation)[:12], "", (section,), (source, INDEX_SOURCE))
