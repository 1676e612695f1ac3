"""What a study says about itself: its question, what it may be asked for, and how it is answered.

A view that can show one study can show them all: the report asks those that have a place in it, the portal makes a form
of the parameters, and both call ``run``.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from outward.errors import InvalidInputError, InvalidValueError, Problem
from outward.studies.parameters import AS_OF, Parameter, Value
from outward.studies.result import StudyResult
from outward.vocabulary.labels import Label

if TYPE_CHECKING:
    from outward.studies.releases import Release

Progress = Callable[[float, Label], None]
"""Is told how much is done (0..1) and what is done now. What it raises goes through the study, and so stops it."""


def unheard(done: float, what: Label) -> None:
    """Take progress and tell nobody."""
    del done, what


@dataclass(frozen=True, slots=True)
class Request:
    """What a study was asked for: a value for each of its parameters."""

    study: str
    values: Mapping[str, Value]

    def __hash__(self) -> int:
        return hash((self.study, self.canonical()))

    def text(self, key: str) -> str:
        """Give a day, a choice or words."""
        return str(_of_type(self.values[key], str, key))

    def number(self, key: str) -> float:
        """Give a number."""
        return float(_of_type(self.values[key], int | float, key))

    def whole(self, key: str) -> int:
        """Give a whole number."""
        return int(_of_type(self.values[key], int, key))

    def codes(self, key: str) -> tuple[str, ...]:
        """Give regions or sectors."""
        return tuple(_of_type(self.values[key], tuple, key))

    def as_json(self) -> dict[str, Any]:
        """Give the values as JSON has them; :meth:`Study.request` reads them again."""
        return {key: list(value) if isinstance(value, tuple) else value for key, value in self.values.items()}

    def canonical(self) -> str:
        """Write the values so that equal requests are equal texts."""
        return json.dumps(self.as_json(), ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _of_type(value: Any, wanted: Any, key: str) -> Any:
    if not isinstance(value, wanted):
        raise TypeError(f"{key} is a {type(value).__name__}")  # a fault of the study, not of who asks
    return value


Run = Callable[["Release", Request, Progress], StudyResult]


@dataclass(frozen=True, slots=True)
class Study:
    """A question that can be asked of every release.

    Parameters
    ----------
    id : str
        Its name in requests and addresses; it never changes.
    name, question, purpose : Label
        What it is called, what it asks in one sentence, and what the answer is good for.
    run : callable
        From a release, a request and a progress to the result. It reads the release and nothing else, writes nothing,
        and gives the same result for the same release and request.
    parameters : tuple of Parameter
        What it may be asked for beside the release.
    in_report : int, optional
        Its place in the living report, which asks it for its defaults; the smallest comes first. ``None`` for a study
        that stands in no report. A result without sections is left out of the report.

    Raises
    ------
    InvalidValueError
        If two parameters share a key, or a study of the report cannot be asked as of a day or without more.
    """

    id: str
    name: Label
    question: Label
    run: Run
    purpose: Label = field(default_factory=lambda: Label(""))
    parameters: tuple[Parameter, ...] = ()
    in_report: int | None = None

    def __post_init__(self) -> None:
        keys = [parameter.key for parameter in self.parameters]
        if len(set(keys)) != len(keys):
            raise InvalidValueError(f"two parameters of one key among {keys}", f"study {self.id}",
                                    "Give each parameter a key of its own.")
        if self.in_report is not None and (AS_OF not in self.parameters
                                           or any(each.default is None for each in self.parameters)):
            raise InvalidValueError("a study of the report without AS_OF, or with a parameter without a default",
                                    f"study {self.id}", "Add both: the report asks as of a day, and for nothing else.")

    def __hash__(self) -> int:
        return hash(self.id)

    def request(self, given: Mapping[str, object] | None = None) -> Request:
        """Make a request: defaults for what is not given.

        Parameters
        ----------
        given : mapping, optional
            Values by the parameters' keys.

        Raises
        ------
        InvalidInputError
            If a value is wrong or missing, or belongs to no parameter; each problem's ``column`` is the key.
        """
        given = given or {}
        values: dict[str, Value] = {}
        problems = [Problem(self.id, 0, key, "there is no such parameter", "Leave it out.")
                    for key in given if key not in {parameter.key for parameter in self.parameters}]
        for parameter in self.parameters:
            value = given.get(parameter.key, parameter.default)
            if value is None:
                problems.append(Problem(self.id, 0, parameter.key, "a value is missing", "Give one."))
                continue
            try:
                values[parameter.key] = parameter.read(value)
            except InvalidValueError as error:
                problems.append(Problem(self.id, 0, parameter.key, error.what, error.mend))
        if problems:
            raise InvalidInputError(problems, f"the request to study {self.id}")
        return Request(self.id, values)
