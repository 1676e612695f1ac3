"""The texts of the samples, in both languages; all of it is made up, and names nothing that there is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from outward.vocabulary.labels import Label


@dataclass(frozen=True, slots=True)
class SampleTask:
    """A task: whose, due so many days from the day on which the samples are made, and how far it has come."""

    title: Label
    owner: str  # a key of membership.samples.ORGANISATIONS
    due: int
    steps: tuple[str, ...]
    priority: int = 2
    decision: int = 0  # the number of the decision from which it comes
    given: int = -30
    note: str = ""


TASKS: Final = (
    SampleTask(Label("Send each mission the list of firms that look for partners (sample)",
                     "向各驻外使馆经商处发送寻求合作伙伴的企业名单（样例）"), "commerce", -25,
               ("accept", "begin", "report", "confirm"), decision=1, given=-65,
               note="Sent to eleven missions. 已发送至十一个使馆。"),
    SampleTask(Label("Lay out how premiums of export credit insurance are subsidised (sample)",
                     "提出出口信用保险保费补贴方案（样例）"), "finance", -12,
               ("accept", "begin", "report", "confirm"), 3, decision=2, given=-60,
               note="Paper handed in. 方案已提交。"),
    SampleTask(Label("Agree with customs on one window for exhibits of the autumn fair (sample)",
                     "与海关商定秋季展会展品“一个窗口”办理（样例）"), "commerce", -8, ("accept", "begin"), 4,
               decision=2, given=-40,
               note="Customs has answered in part; the rest is promised. 海关已部分答复，其余正在办理。"),
    SampleTask(Label("Draft the guide to filing a project abroad (sample)", "起草境外投资项目备案指南（样例）"),
               "commerce", 9, ("accept",), decision=3, given=-15),
    SampleTask(Label("Print the guide in both languages (sample)", "印制中英文指南（样例）"), "office", 30, (), 1,
               given=-15),
    SampleTask(Label("Compare what funds other provinces have for firms abroad (sample)",
                     "比较其他省份支持企业走出去的资金政策（样例）"), "finance", 3, ("accept", "begin", "report"),
               given=-20, note="Nine provinces compared, table attached to the file. 已比较九省，附表存档。"),
    SampleTask(Label("Name a contact for firms in each department (sample)", "各部门确定企业联络人（样例）"),
               "finance", 5, ("accept", "begin", "report", "return"), given=-22,
               note="Four of six named. 六个部门中已确定四个。"),
    SampleTask(Label("Ask the mission what permits a spare-parts store needs (sample)",
                     "请使馆经商处了解设立备件仓库所需许可（样例）"), "mission", 14, (), given=-3),
    SampleTask(Label("Call on three firms about their plans abroad (sample)", "走访三家企业了解其境外计划（样例）"),
               "commerce", 20, (), given=-2),
    SampleTask(Label("Hold a second fair in spring (sample)", "春季再办一次展会（样例）"), "commerce", 60, ("drop",),
               given=-50),
)


@dataclass(frozen=True, slots=True)
class SampleMeeting:
    """A meeting: so many days from now, and how far it has come."""

    title: Label
    place: Label
    days: int
    steps: tuple[str, ...]
    items: tuple[Label, ...] = ()
    decisions: tuple[Label, ...] = ()
    proposal: Label | None = None


_HALL: Final = Label("Room 3, sample house", "样例楼三号会议室")
MEETINGS: Final = (
    SampleMeeting(Label("Second meeting of the leading group (sample)", "领导小组第二次会议（样例）"), _HALL, -70,
                  ("invite", "hold", "draft", "approve"),
                  (Label("Partners for firms", "企业合作伙伴"), Label("Cover of export risks", "出口风险保障")),
                  (Label("Missions are sent the list of firms that look for partners.",
                         "向各使馆发送寻求合作伙伴的企业名单。"),
                   Label("Premiums of export credit insurance are subsidised; finance and commerce say how.",
                         "对出口信用保险保费给予补贴，由财政、商务部门提出方案。"))),
    SampleMeeting(Label("Third meeting of the leading group (sample)", "领导小组第三次会议（样例）"), _HALL, -18,
                  ("invite", "hold", "draft"), (Label("Filing of projects abroad", "境外投资项目备案"),),
                  (Label("A guide to filing is drafted within the month.", "一个月内起草备案指南。"),)),
    SampleMeeting(Label("Fourth meeting of the leading group (sample)", "领导小组第四次会议（样例）"), _HALL, 6,
                  ("invite",),
                  (Label("Tasks that are late", "逾期任务"), Label("Digest of the quarter", "本季度工作简报")), (),
                  Label("Spare-parts stores abroad", "境外备件仓库")),
    SampleMeeting(Label("Fifth meeting of the leading group (sample)", "领导小组第五次会议（样例）"), _HALL, 45, ()),
    SampleMeeting(Label("Meeting on the spring fair (sample)", "春季展会专题会议（样例）"), _HALL, 12,
                  ("invite", "cancel")),
)


@dataclass(frozen=True, slots=True)
class SampleProblem:
    """A problem: whose, raised so many days ago, and how far it has come."""

    title: str
    text: str
    topic: str
    organisation: str
    days: int
    steps: tuple[str, ...]
    region: str = ""
    is_urgent: bool = False


PROBLEMS: Final = (
    SampleProblem("备件清关时间过长（样例）", "虚构：发往现场的备件在目的港滞留三周，影响设备检修。", "customs",
                  "works", 40, ("take", "coordinate", "opinion", "answer", "accept", "close"), "KAZ"),
    SampleProblem("How may a bond for a tender be issued in foreign currency? (sample)",
                  "Made up: the buyer asks for a bid bond in dollars, our bank offers one in renminbi only.",
                  "finance", "works", 12, ("take", "coordinate", "opinion"), "ZMB"),
    SampleProblem("技术人员签证被拒（样例）", "虚构：两名调试工程师的签证申请被拒，交货期临近。", "people", "works",
                  2, ("take",), "IND", is_urgent=True),
    SampleProblem("境外子公司股权变更如何备案（样例）", "虚构：境外子公司增资后持股比例变化，不清楚备案部门和材料。",
                  "approval", "subsidiary", 1, ()),
    SampleProblem("Which cover is there for a delivery on credit? (sample)",
                  "Made up: the buyer asks for two years of credit; we do not know whom to ask for cover.",
                  "insurance", "subsidiary", 18, ("take", "ask"), "CHL"),
    SampleProblem("出口退税进度查询（样例）", "虚构：两批货物的退税已申请四个月，尚未到账。", "tax", "works", 25,
                  ("take", "answer")),
    SampleProblem("展位费补贴何时拨付（样例）", "虚构：已由其他渠道解决。", "finance", "subsidiary", 33,
                  ("take", "withdraw")),
)
QUESTION: Final = Label("Parts for a repair abroad wait three weeks at the port of arrival. What can be done?",
                        "境外检修用备件在目的港滞留三周，如何加快清关？")
ANSWER: Final = Label("Made up: declare them as spare parts under the main contract, attach its customs approval, and "
                      "tell the commercial section before they are shipped, which then speaks to the port's customs.",
                      "虚构：以主合同项下备件申报，附主合同海关批件，发运前告知使馆经商处，由其与目的港海关沟通。")
