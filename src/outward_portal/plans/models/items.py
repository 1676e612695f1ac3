"""Items of plans: goals, measures and tasks, what they answer, by what they work, and what came of them."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.crypto import get_random_string
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from outward.planning.tree import Node
from outward.vocabulary.labels import Label
from outward_portal.accounts.models import Organisation
from outward_portal.accounts.querysets import PolicyManager
from outward_portal.coordination.models import Task
from outward_portal.plans.models.plans import Plan, person
from outward_portal.plans.vocabulary import areas, choices, priorities, reforms
from outward_portal.records.decimals import KeptDecimalField
from outward_portal.records.models import Record
from outward_portal.records.validators import validate_partial_date
from outward_portal.registers.models import Agency
from outward_portal.theme.words import plain_pair


def new_lineage() -> str:
    """Make a name that an item keeps through all versions of its plan."""
    return get_random_string(16, "abcdefghijkmnpqrstuvwxyz23456789")


class PlanItem(models.Model):
    """A goal, a measure or a task of a plan; `outward.planning` keeps the tree."""

    class Kind(models.TextChoices):
        """What it is."""

        GOAL = "goal", pgettext_lazy("plan", "Goal")
        MEASURE = "measure", pgettext_lazy("plan", "Measure")
        TASK = "task", pgettext_lazy("plan", "Task")

    class State(models.TextChoices):
        """How far it is."""

        OPEN = "open", pgettext_lazy("item", "Not begun")
        UNDER_WAY = "under-way", pgettext_lazy("item", "Under way")
        DONE = "done", pgettext_lazy("item", "Done")
        DROPPED = "dropped", pgettext_lazy("item", "Dropped")

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="items")
    parent = models.ForeignKey("self", models.CASCADE, null=True, blank=True, related_name="children",
                               verbose_name=_("stands within"))
    kind = models.CharField(_("kind"), max_length=7, choices=Kind.choices)
    place = models.PositiveIntegerField(default=0, editable=False)
    lineage = models.CharField(max_length=40, default=new_lineage, editable=False)
    title_en = models.CharField(_("title in English"), max_length=300, blank=True)
    title_zh = models.CharField(_("title in Chinese"), max_length=300, blank=True)
    details_en = models.TextField(_("details in English"), max_length=4000, blank=True)
    details_zh = models.TextField(_("details in Chinese"), max_length=4000, blank=True)
    paragraphs = models.CharField(_("paragraphs of the source"), max_length=120, blank=True)
    priority = models.CharField(_("priority"), max_length=20, blank=True, choices=choices(priorities()))
    reform = models.CharField(_("reform item"), max_length=20, blank=True, choices=choices(reforms()))
    area = models.CharField(_("key area"), max_length=20, blank=True, choices=choices(areas()))
    agency = models.ForeignKey(Organisation, models.PROTECT, null=True, blank=True, related_name="plan_items",
                               verbose_name=_("agency that answers for it"))
    named_agency = models.ForeignKey(Agency, models.SET_NULL, null=True, blank=True, related_name="named_in_plans",
                                     verbose_name=_("agency that the source names"))
    indicator_en = models.CharField(_("indicator in English"), max_length=300, blank=True)
    indicator_zh = models.CharField(_("indicator in Chinese"), max_length=300, blank=True)
    targets = models.CharField(_("targets of the case"), max_length=80, blank=True)  # ids, separated by ;
    baseline = KeptDecimalField(_("baseline"), max_digits=20, decimal_places=4, null=True, blank=True)
    target_value = KeptDecimalField(_("value to reach"), max_digits=20, decimal_places=4, null=True, blank=True)
    unit = models.CharField(_("unit"), max_length=40, blank=True)
    due_on = models.DateField(_("due"), null=True, blank=True)
    state = models.CharField(_("state"), max_length=9, choices=State.choices, default=State.OPEN, editable=False)
    progress = models.CharField(_("where it stands"), max_length=1000, blank=True, editable=False)
    done_on = models.DateField(_("done on"), null=True, editable=False)
    task = models.OneToOneField(Task, models.SET_NULL, null=True, editable=False, related_name="plan_item")
    revision = models.PositiveIntegerField(default=1, editable=False)

    objects = PolicyManager()

    shown_agency: Agency | None = None  # the agency that the source names, where a query found that the reader sees it

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=~(Q(title_en="") & Q(title_zh="")), name="plan_item_has_a_title"),
            models.CheckConstraint(condition=Q(kind="goal") | Q(parent__isnull=False),
                                   name="only_goals_stand_at_the_top"),
            models.CheckConstraint(condition=Q(parent__isnull=True) | ~Q(parent=F("id")), name="no_item_within_itself"),
            models.CheckConstraint(condition=Q(task__isnull=True) | Q(kind="task"), name="only_tasks_are_handed_over"),
            models.UniqueConstraint(fields=["plan", "lineage"], name="one_item_a_lineage"),
        ]
        indexes: ClassVar = [models.Index(fields=["agency", "state", "due_on"], name="plan_items_of_an_agency")]
        ordering: ClassVar = ["plan", "place", "id"]

    def __str__(self) -> str:
        return plain_pair(self.title_en, self.title_zh)

    @property
    def title(self) -> Label:
        """The title in both languages."""
        return Label(self.title_en, self.title_zh)

    @property
    def target_ids(self) -> tuple[str, ...]:
        """The targets of the case that it serves."""
        return tuple(id for id in self.targets.split(";") if id)

    @property
    def is_measured(self) -> bool:
        """Whether it says by what its success is seen."""
        return bool(self.targets or self.indicator_en or self.indicator_zh)

    @property
    def is_owned(self) -> bool:
        """Whether it says who answers for it."""
        return self.agency_id is not None or self.named_agency_id is not None

    @property
    def is_late(self) -> bool:
        """Whether it should be done and is not; nobody says so of a goal, and its task of what was handed over."""
        return self.kind != self.Kind.GOAL and self.task_id is None and self.due_on is not None \
            and self.state in (self.State.OPEN, self.State.UNDER_WAY) and self.due_on < timezone.localdate()

    def node(self) -> Node:
        """Give its place in the tree."""
        return Node(str(self.pk), self.kind, str(self.parent_id) if self.parent_id else None,  # type: ignore[arg-type]
                    self.place)


class ItemRecord(models.Model):
    """A record that an item rests on: a factor that it answers, an instrument by which it works."""

    class Role(models.TextChoices):
        """What the record is to the item."""

        ANSWERS = "answers", pgettext_lazy("item", "answers the factor")
        USES = "uses", pgettext_lazy("item", "works by the instrument")

    item = models.ForeignKey(PlanItem, models.CASCADE, related_name="records")
    record = models.ForeignKey(Record, models.CASCADE, related_name="plan_items", verbose_name=_("record"))
    role = models.CharField(_("relation"), max_length=7, choices=Role.choices)
    note = models.CharField(_("note"), max_length=300, blank=True)

    objects = PolicyManager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["item", "record", "role"], name="one_link_of_an_item_a_role")]
        indexes: ClassVar = [models.Index(fields=["record", "role"], name="items_of_a_record")]
        ordering: ClassVar = ["id"]

    def __str__(self) -> str:
        return f"{self.item_id} {self.role} {self.record_id}"


class ItemRelation(models.Model):
    """That a measure carries out a recommendation: an item of this plan, one of another."""

    item = models.ForeignKey(PlanItem, models.CASCADE, related_name="carries_out")
    recommendation = models.ForeignKey(PlanItem, models.CASCADE, related_name="carried_out_by",
                                       verbose_name=_("recommendation"))

    objects = PolicyManager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["item", "recommendation"], name="one_relation_a_pair_of_items"),
            models.CheckConstraint(condition=~Q(item=F("recommendation")), name="no_item_carries_itself_out"),
        ]
        ordering: ClassVar = ["id"]

    def __str__(self) -> str:
        return f"{self.item_id} -> {self.recommendation_id}"


class ItemResult(models.Model):
    """What came of an item: a record, a target that moved, or something said in words, such as an award on its page."""

    item = models.ForeignKey(PlanItem, models.CASCADE, related_name="results")
    record = models.ForeignKey(Record, models.CASCADE, null=True, blank=True, related_name="plan_results",
                               verbose_name=_("record"))
    target = models.CharField(_("target of the case"), max_length=40, blank=True)
    page = models.CharField(_("page of this portal"), max_length=300, blank=True)  # as it is addressed in English
    text_en = models.CharField(_("result in English"), max_length=500, blank=True)
    text_zh = models.CharField(_("result in Chinese"), max_length=500, blank=True)
    happened = models.CharField(_("when"), max_length=10, blank=True, validators=[validate_partial_date])
    source = models.CharField(_("source"), max_length=300)
    by = person()
    organisation = models.ForeignKey(Organisation, models.SET_NULL, null=True, editable=False, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    objects = PolicyManager()

    class Meta:
        constraints: ClassVar = [models.CheckConstraint(
            condition=Q(record__isnull=False) | ~Q(target="") | ~Q(text_en="") | ~Q(text_zh=""),
            name="result_says_something")]
        ordering: ClassVar = ["-happened", "-id"]

    def __str__(self) -> str:
        return plain_pair(self.name.en, self.name.zh)

    @property
    def name(self) -> Label:
        """What came of it, in its own words; else the record, else the target."""
        if self.text_en or self.text_zh:
            return Label(self.text_en, self.text_zh)
        return self.record.name if self.record is not None else Label(self.target, self.target)
