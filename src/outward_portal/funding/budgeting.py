"""The ledger of a programme's budget: every entry takes hold of the head first, so that none is made on old sums."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Count, Max, Sum
from django.utils.translation import gettext as _

from outward_portal.accounts.requests import Act
from outward_portal.funding.models import Application, BudgetEntry, BudgetHead, Programme
from outward_portal.funding.models.programmes import validate_digits
from outward_portal.journal import entries
from outward_portal.records.errors import RefusedError
from outward_portal.theme import words

Kind = BudgetEntry.Kind
_NOTHING: Final = Decimal(0)


def hold(programme: int) -> BudgetHead:
    """Take hold of a programme's budget until the transaction ends.

    Raises
    ------
    RefusedError
        If it has none yet.
    """
    head = BudgetHead.objects.select_for_update().filter(programme=programme).first()
    if head is None:
        raise RefusedError(_("The programme has no budget yet. Enter one first."))
    return head


def enter(act: Act, head: BudgetHead, kind: str, amount: Decimal, *, application: Application | None = None,
          note: str = "") -> BudgetEntry:
    """Add an entry to the ledger and bring its head up to date; the head is held by this transaction.

    Raises
    ------
    RefusedError
        If the budget does not have the amount.
    """
    _check(head, kind, amount)
    setattr(head, kind, getattr(head, kind) + amount)
    head.entries_made += 1
    head.save()
    return BudgetEntry.objects.create(head=head, number=head.entries_made, kind=kind, amount=amount,
                                      application=application, note=note, by=act.actor)


def _check(head: BudgetHead, kind: str, amount: Decimal) -> None:
    """Refuse in words what the database would refuse; it stands behind this and is never relied on to explain."""
    if kind == Kind.COMMITTED and amount > head.available:
        raise RefusedError(_("The budget has %(left)s left, and %(amount)s were to be committed.") % {
            "left": money(head.available, head.currency), "amount": money(amount, head.currency)})
    if kind == Kind.BUDGETED and head.available + amount < 0:
        raise RefusedError(_("Only %(left)s are not committed; the budget cannot be cut by more.") % {
            "left": money(head.available, head.currency)})
    if kind in (Kind.DISBURSED, Kind.RELEASED) and amount > head.outstanding:
        raise RefusedError(_("Only %(left)s are committed and not paid.") % {
            "left": money(head.outstanding, head.currency)})
    if kind == Kind.RETURNED and amount > head.paid:
        raise RefusedError(_("Only %(left)s were paid and have not come back.") % {
            "left": money(head.paid, head.currency)})
    try:
        validate_digits(getattr(head, kind) + amount)
    except ValidationError as error:
        raise RefusedError(" ".join(error.messages)) from error


def money(amount: Decimal, currency: str) -> str:
    """Write an exact amount with its currency: every unit, and hundredths where there are some.

    Examples
    --------
    >>> money(Decimal("1250000.50"), "CNY")
    '1,250,000.50 CNY'
    """
    return f"{words.number(amount, digits=0 if amount == amount.to_integral_value() else 2)} {currency}"


def budget(act: Act, programme: Programme, amount: Decimal, currency: str, note: str) -> BudgetHead:
    """Add to a programme's budget, or cut it by a negative amount; the first entry settles its currency.

    Raises
    ------
    RefusedError
        If the currency is another than the programme's or the budget's, or the cut would leave awards uncovered.
    """
    with transaction.atomic():
        held = Programme.objects.select_for_update(of=("self",)).get(pk=programme.pk)
        if held.currency and held.currency != currency:
            raise RefusedError(_("The programme is in %(currency)s.") % {"currency": held.currency})
        if not held.currency:
            held.currency = currency
            held.revision += 1
            held.save()
            entries.write(act, "record.changed", held, record=held.pk, changes={"currency": [None, currency]})
        BudgetHead.objects.get_or_create(programme=held, defaults={"currency": currency})
        head = hold(held.pk)
        if head.currency != currency:
            raise RefusedError(_("The budget is in %(currency)s.") % {"currency": head.currency})
        enter(act, head, Kind.BUDGETED, amount, note=note)
        entries.write(act, "budget.set", head, record=held.pk, changes={
            "budgeted": [str(head.budgeted - amount), str(head.budgeted)]})
    return head


@dataclass(frozen=True, slots=True)
class Balance:
    """A head beside the sums of its ledger's entries."""

    head: BudgetHead
    entered: Mapping[str, Decimal]
    is_whole: bool  # no entry is missing

    @property
    def adds_up(self) -> bool:
        """Whether the head says what its entries come to."""
        return self.is_whole and all(getattr(self.head, kind) == self.entered[kind] for kind in Kind.values)


def balances(heads: Any) -> list[Balance]:
    """Hold the heads of budgets against the sums of all their entries."""
    found = list(heads)
    rows = BudgetEntry.objects.filter(head__in=[each.pk for each in found]).order_by()
    sums: dict[int, dict[str, Decimal]] = {each.pk: dict.fromkeys(Kind.values, _NOTHING) for each in found}
    for row in rows.values("head", "kind").annotate(sum=Sum("amount")):
        sums[row["head"]][row["kind"]] = row["sum"]
    counts = {row["head"]: (row["count"], row["last"]) for row in rows.values("head").annotate(
        count=Count("pk"), last=Max("number"))}
    return [Balance(each, sums[each.pk], counts.get(each.pk, (0, 0)) == (each.entries_made, each.entries_made))
            for each in found]
