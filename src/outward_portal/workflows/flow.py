"""Life cycles as data: the states of a thing, the steps between them, who may take each; pages and programs read it.

A room declares a `Workflow` a model and registers it in `WORKFLOWS` when the portal starts. The page of each step, the
journal's entry, the interface for programs and the diagram in the help then follow from it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from dataclasses import field as with_default
from typing import Any, Final

from django import forms
from django.db import models
from django.utils.functional import Promise

from outward_portal.accounts.requests import Act

Text = str | Promise  # a Promise is a translation that is looked up when it is shown
Do = Callable[[Act, Any, Mapping[str, Any]], None]
FormFor = Callable[[Any, Any], type[forms.Form]]  # of a user and the thing


@dataclass(frozen=True, slots=True, eq=False)
class State:
    """A state in which a thing stands."""

    key: str  # as it stands in the database
    name: Text
    meaning: Text = ""  # one sentence for the help
    is_end: bool = False  # nothing is expected to follow


@dataclass(frozen=True, slots=True, eq=False)
class Step:
    """A step from some states to another.

    ``do`` runs in the transaction, with the row locked and before its state changes: it may set fields, which are saved
    with the state, write other rows, and refuse by `RefusedError`.
    """

    key: str  # in addresses
    label: Text  # of the button
    sources: tuple[str, ...]
    target: str  # empty: the state stays as it is
    action: str  # of the policy
    deed: str  # of the journal
    by: Text  # who takes it, in words
    form: type[forms.Form] | None = None
    form_for: FormFor | None = None  # where the form depends on who asks and of what; otherwise ``form``
    do: Do | None = None
    told: Text = ""  # what follows, said before it is confirmed
    needs_reason: bool = False
    is_private: bool = False  # the journal keeps no reason: who may read it reads it with the row
    is_grave: bool = False  # it destroys or cannot be taken back: its button says so
    hidden: tuple[str, ...] = ()  # fields of the form of which the journal keeps nothing but the name
    becomes: Callable[[Any, Mapping[str, Any]], str] | None = None  # the target where it depends on the values

    def form_class(self, user: Any, subject: Any) -> type[forms.Form]:
        """Give the form that asks for what the step needs; a form without fields where it needs nothing."""
        if self.form_for is not None:
            return self.form_for(user, subject)
        return self.form or forms.Form

    @property
    def targets(self) -> tuple[str, ...]:
        """The states to which it leads, as far as they are told beforehand; its own where it changes none."""
        return (self.target,) if self.target else self.sources


@dataclass(frozen=True, eq=False)
class Workflow:
    """The life cycle of the rows of a model, which keep their state in ``field``.

    ``page`` gives the address at which a row is read; ``record`` gives the key of the record to whose history a step
    belongs, if any.
    """

    key: str  # in addresses
    name: Text
    purpose: Text  # one sentence: what goes through it, from where to where
    model: type[models.Model]
    states: tuple[State, ...]
    steps: tuple[Step, ...]
    page: Callable[[Any], str]
    record: Callable[[Any], int | None] = lambda _: None
    field: str = "state"
    made_by: Text = ""  # who makes such a thing, for the diagram's first arrow
    also: Mapping[str, Text] = with_default(default_factory=dict)  # states to which no step leads: when they come about

    def __post_init__(self) -> None:
        """Refuse a life cycle that contradicts itself."""
        known = {state.key for state in self.states}
        for step in self.steps:
            named = {*step.sources, *((step.target,) if step.target else ())}
            if not step.sources or named - known:
                raise LookupError(f"{self.key}: the step {step.key} names states that there are not")
        if len({step.key for step in self.steps}) < len(self.steps):
            raise LookupError(f"{self.key}: two steps of one name")
        if len(known) < len(self.states):
            raise LookupError(f"{self.key}: two states of one name")

    def state(self, key: str) -> State:
        """Give the state of this key."""
        return next(state for state in self.states if state.key == key)

    def state_of(self, subject: Any) -> State:
        """Give the state in which a row stands."""
        return self.state(getattr(subject, self.field))

    def step(self, key: str) -> Step | None:
        """Give the step of this key."""
        return next((step for step in self.steps if step.key == key), None)

    def choices(self) -> list[tuple[str, Text]]:
        """Give the states for a field of a model or a filter."""
        return [(state.key, state.name) for state in self.states]


class Workflows:
    """The life cycles of this portal; each room adds its own when it starts."""

    def __init__(self) -> None:
        self._flows: dict[str, Workflow] = {}

    def register(self, *flows: Workflow) -> None:
        """Add life cycles; two of one name or model are an error."""
        for flow in flows:
            if flow.key in self._flows or flow.model in {known.model for known in self}:
                raise LookupError(f"two workflows named {flow.key} or of {flow.model.__name__}")
            self._flows[flow.key] = flow

    def __iter__(self) -> Iterator[Workflow]:
        return iter(self._flows.values())

    def get(self, key: str) -> Workflow | None:
        """Give the life cycle of this name."""
        return self._flows.get(key)

    def of(self, subject: Any) -> Workflow:
        """Give the life cycle of a row.

        Raises
        ------
        LookupError
            If its model has none.
        """
        for flow in self:
            if isinstance(subject, flow.model):
                return flow
        raise LookupError(f"no workflow of {type(subject).__name__}")


WORKFLOWS: Final = Workflows()
